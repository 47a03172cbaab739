import { KaizenFormatError } from '../../../errors/format.error.js';
import { type Cell, CellReader } from '../../decode/cell-reader.js';
import type { DecodeScope } from '../../decode/decode-scope.js';
import type { Field } from '../../decode/field-list.js';
import { closingQuote } from '../../decode/quoted.js';
import { SourceLine } from '../../decode/source-line.js';
import { closingBracket } from '../closing-bracket.js';
import type { IssueLog } from '../issue-log.js';

/** Reads single cells and values, text that should have been quoted included. */
export class LooseCells {
  private readonly reader: CellReader;
  private readonly cells: Cell[] = [];

  constructor(
    scope: DecodeScope,
    private readonly log: IssueLog,
  ) {
    this.reader = new CellReader('', scope);
  }

  /** The value of a text that stands at an offset of a line. Undefined for an empty one. */
  read(text: string, line: SourceLine, offset: number, field?: Field): Cell {
    const own = new SourceLine(text, line.number, line.indent + offset, 0, 0);
    if (text === '') return undefined;
    try {
      this.reader.row(own, 0, this.cells, field === undefined ? undefined : [field]);
      return this.cells[0];
    } catch (error) {
      if (!(error instanceof KaizenFormatError) || !isBareText(text, field)) throw error;
      this.log.addAt('unquoted-cell', own);
      return text;
    }
  }

  /** The string whose closing quote is missing at the end of a line. */
  unterminated(text: string, line: SourceLine, offset: number): Cell {
    this.log.addAt('unterminated-string', line, offset);
    // A cut may fall inside an escape.
    const whole = text.replace(/\\(?:u[0-9a-f]{0,3})?$/i, (cut, at: number) =>
      isEscapeStart(text, at) ? '' : cut,
    );
    return this.read(`${whole}"`, line, offset);
  }
}

/** Whether the backslash at a place begins an escape, and is not the second half of one. */
function isEscapeStart(text: string, at: number): boolean {
  let first = at;
  while (text[first - 1] === '\\') first--;
  return (at - first) % 2 === 0;
}

/** `[urgent] call`, `[a](b)` and `"Title" second edition` begin like a list or a string, and are texts. */
function isBareText(text: string, field: Field | undefined): boolean {
  const isTuple = field?.shape === 'tuple' || field?.shape === 'tuples';
  if (isTuple || text.startsWith('{')) return false;
  const end = text.startsWith('"') ? closingQuote(text, 0) : closingBracket(text, 0);
  return end > 0 && end < text.length - 1 && /^[\s\p{L}(]/u.test(text.slice(end + 1));
}

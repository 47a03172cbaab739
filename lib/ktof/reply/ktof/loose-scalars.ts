import { orEmptyText } from '../../decode/cell-reader.js';
import { closingQuote } from '../../decode/quoted.js';
import type { SourceLine } from '../../decode/source-line.js';
import type { JsonValue } from '../../json-value.js';
import { type YamlScalar, yamlScalar } from '../yaml-scalars.js';
import type { LooseCells } from './loose-cell.js';
import type { LooseContext } from './loose-rules.js';

/** Reads what stands behind `key: ` or `- `, to the end of the line. */
export class LooseScalars {
  constructor(
    private readonly context: LooseContext,
    private readonly cells: LooseCells,
  ) {}

  /** The value that begins at `start`. */
  read(line: SourceLine, start: number): JsonValue {
    const { rules, log } = this.context;
    const text = line.content.slice(start);
    const scalar = rules.yaml ? this.yaml(text, line) : { bare: text };
    if ('string' in scalar) return scalar.string;
    const isOpen = scalar.bare.startsWith('"') && closingQuote(scalar.bare, 0) < 0;
    if (!isOpen) return orEmptyText(this.cells.read(scalar.bare, line, start));
    if (line.number === rules.cutLine) log.truncated = true;
    return orEmptyText(this.cells.unterminated(scalar.bare, line, start));
  }

  private yaml(text: string, line: SourceLine): YamlScalar {
    const { log } = this.context;
    const scalar = yamlScalar(text);
    if (scalar === undefined) throw log.refuseAt('yaml', line);
    if ('string' in scalar) log.addAt('single-quotes', line);
    if ('string' in scalar || scalar.bare !== text) log.addAt('yaml', line);
    return scalar;
  }
}

import type { JsonValue } from '../json-value.js';
import { HASH } from '../syntax/characters.js';
import { BracketParser } from './bracket-parser.js';
import type { DecodeScope } from './decode-scope.js';
import type { SourceLine } from './source-line.js';

/** Reads a document that is one value in brackets: compact JSON as a rule, on any number of lines. */
export function readBracketDocument(scope: DecodeScope, first: SourceLine): JsonValue {
  const rest = scope.lines.takeRest(first);
  const parser = new BracketParser(rest, 0, scope.levels);
  const value = parser.value();
  expectDocumentEnd(parser, rest);
  return value;
}

/** Refuses what stands behind the value of a document, comments on lines of their own excepted. */
export function expectDocumentEnd(parser: BracketParser, rest: SourceLine): void {
  while (parser.skipBlanks() === HASH && isLineStart(rest.content, parser.position)) {
    const lineEnd = rest.content.indexOf('\n', parser.position);
    parser.position = lineEnd < 0 ? rest.content.length : lineEnd;
  }
  if (parser.position === rest.content.length) return;
  throw rest.error(parser.position, 'Text behind the value of the document', 'the end');
}

/** Whether only spaces stand before a place on its line: a `#` there begins a comment. */
function isLineStart(content: string, position: number): boolean {
  const lineStart = content.lastIndexOf('\n', position) + 1;
  return lineStart > 0 && content.slice(lineStart, position).trim() === '';
}

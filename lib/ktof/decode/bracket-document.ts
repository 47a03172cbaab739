import { type JsonValue } from '../json-value.js';
import { BracketParser } from './bracket-parser.js';
import { type DecodeScope } from './decode-scope.js';
import { type SourceLine } from './source-line.js';

/** Reads a document that is one value in brackets: compact JSON as a rule, on any number of lines. */
export function readBracketDocument(scope: DecodeScope, first: SourceLine): JsonValue {
  const rest = scope.lines.takeRest(first);
  const parser = new BracketParser(rest, 0, scope.levels);
  const value = parser.value();
  if (Number.isNaN(parser.skipBlanks())) return value;
  throw rest.error(parser.position, 'Text behind the value of the document', 'the end');
}

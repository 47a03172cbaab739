import fc, { type Arbitrary } from 'fast-check';

/** A change to a text. Positions are taken modulo the text's length, so that any number will do. */
export type Mutation = (text: string) => string;

const CHARACTERS = [...':,|\t"[]{}-# 0a\\\n\r?(.', '  ', '\\u0041', 'null', '- ', ': ', '[1]'];

type LineChange = (lines: string[], at: number, other: number) => void;

const LINE_CHANGES: LineChange[] = [
  (lines, at) => lines.splice(at, 1),
  (lines, at) => lines.splice(at, 0, lines[at] ?? ''),
  (lines, at, other) => lines.splice(other, 0, ...lines.splice(at, 1)),
  (lines, at) => lines.splice(at, 0, ''),
  (lines, at) => lines.splice(at, 0, '# note'),
  (lines, at) => (lines[at] = ` ${lines[at] ?? ''}`),
  (lines, at) => (lines[at] = `  ${lines[at] ?? ''}`),
  (lines, at) => (lines[at] = (lines[at] ?? '').replace(/^ {1,2}/, '')),
  (lines, at) => (lines[at] = `${lines[at] ?? ''}\r`),
];

/** Drops, doubles, moves, blanks, comments, indents or ends a line otherwise. */
const lineMutations: Arbitrary<Mutation> = fc
  .record({ change: fc.constantFrom(...LINE_CHANGES), at: fc.nat(), other: fc.nat() })
  .map(({ change, at, other }) => (text) => {
    const lines = text.split('\n');
    change(lines, at % lines.length, other % lines.length);
    return lines.join('\n');
  });

/** Drops, replaces or inserts a character. */
const characterMutations: Arbitrary<Mutation> = fc
  .record({ drop: fc.nat(1), insert: fc.constantFrom('', ...CHARACTERS), at: fc.nat() })
  .map(({ drop, insert, at }) => (text) => {
    const characters = [...text];
    characters.splice(at % (characters.length + 1), drop, insert);
    return characters.join('');
  });

/** One to three changes, of lines and of characters. */
export const mutations: Arbitrary<Mutation> = fc
  .array(fc.oneof(lineMutations, characterMutations), { minLength: 1, maxLength: 3 })
  .map((steps) => (text) => steps.reduce((changed, step) => step(changed), text));

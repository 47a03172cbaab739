/** A part of a reply that may be data. */
export interface Passage {
  readonly text: string;
  /** The line of the reply on which it begins, counted from 1. */
  readonly firstLine: number;
  /** How many characters were cut off the start of every line. */
  readonly indent: number;
  /** What it was called: the language of a fence, the name of a tag. */
  readonly label: PassageLabel;
  /** True when it ends where the reply ends, so that it may have been cut off. */
  readonly open: boolean;
}

/**
 * What may stand in a passage: `reply` for text without a fence, `data` for a fence that says KTOF or
 * TOON, `plain` for one that says nothing, `code` for JavaScript and Python, in which a literal may stand.
 */
export type PassageLabel =
  'reply' | 'data' | 'json' | 'jsonl' | 'yaml' | 'plain' | 'code' | 'foreign';

const LABELS: readonly (readonly [PassageLabel, readonly string[]])[] = [
  ['data', ['ktof', 'toon']],
  ['json', ['json', 'json5', 'jsonc', 'hjson']],
  ['jsonl', ['jsonl', 'ndjson', 'jsonlines']],
  ['yaml', ['yaml', 'yml']],
  ['plain', ['', 'text', 'txt', 'plain', 'plaintext', 'md', 'markdown', 'output', 'data']],
  ['code', ['js', 'javascript', 'ts', 'typescript', 'python', 'py', 'python3']],
];

/** The kind of passage that a fence's language stands for. */
export function labelOf(language: string): PassageLabel {
  const name = language.toLowerCase();
  return LABELS.find(([, names]) => names.includes(name))?.[0] ?? 'foreign';
}

/** Whether a passage of this kind says itself that it is data. */
export function saysData(label: PassageLabel): boolean {
  return label === 'data' || label === 'json' || label === 'jsonl' || label === 'yaml';
}

/** The line and column of the reply for a place in a passage. */
export function placeIn(passage: Passage, offset: number): { line: number; column: number } {
  let line = passage.firstLine;
  let lineStart = 0;
  for (;;) {
    const end = passage.text.indexOf('\n', lineStart);
    if (end < 0 || end >= offset) break;
    line++;
    lineStart = end + 1;
  }
  return { line, column: offset - lineStart + 1 + passage.indent };
}

import { type Passage, labelOf } from './passage.js';

/** Tags in which models think before they answer. */
const THOUGHTS = ['think', 'thinking', 'thought', 'reasoning', 'scratchpad'];
/** Tags that models are told to put their answer in. */
const ANSWERS = ['answer', 'final_answer', 'result', 'output', 'response', 'json', 'ktof', 'toon'];
/** How a call of a tool begins when it is written out as text. */
const TOOL_CALL =
  /^[ \t]*(?:<\|?(?:tool_calls?|function_calls?|invoke|tool_use)\b|<function=|\[TOOL_CALLS\]|<\|python_tag\|>)/m;

const OPENING_TAG = /^\s*<(\w{1,20})>/;

/**
 * The part of a reply behind what the model thought. Undefined when it never stopped thinking.
 */
export function behindThoughts(passage: Passage): Passage | undefined {
  let rest = passage;
  for (let name = thoughtAt(rest); name !== undefined; name = thoughtAt(rest)) {
    const end = rest.text.indexOf(`</${name}>`);
    if (end < 0) return undefined;
    rest = behind(rest, end + name.length + 3);
  }
  return behindLostThoughts(rest);
}

function thoughtAt({ text }: Passage): string | undefined {
  const name = OPENING_TAG.exec(text)?.[1];
  return name !== undefined && THOUGHTS.includes(name.toLowerCase()) ? name : undefined;
}

/** Some models' prompts end in the opening tag, so that only the closing one is in the reply. */
function behindLostThoughts(passage: Passage): Passage {
  for (const name of THOUGHTS) {
    const end = passage.text.lastIndexOf(`</${name}>`);
    const from = end + name.length + 3;
    if (end >= 0 && endsLine(passage.text, from)) return behind(passage, from);
  }
  return passage;
}

function endsLine(text: string, from: number): boolean {
  const end = text.indexOf('\n', from);
  return text.slice(from, end < 0 ? text.length : end).trim() === '';
}

/** Whether a passage calls a tool in place of answering. */
export function callsTool({ text }: Passage): boolean {
  return TOOL_CALL.test(text);
}

/** An answer in tags, and whether there is text around them. */
export interface TaggedAnswer {
  readonly passage: Passage;
  readonly surrounded: boolean;
}

/** What stands between the tags of an answer, if there is one such pair. */
export function taggedAnswer(passage: Passage): TaggedAnswer | undefined {
  const { text } = passage;
  for (const name of ANSWERS) {
    const start = tagAtLineStart(text, `<${name}>`);
    const end = text.lastIndexOf(`</${name}>`);
    if (start < 0 || end < start) continue;
    const from = start + name.length + 2;
    const inside = behind({ ...passage, text: text.slice(0, end), open: false }, from);
    const around = text.slice(0, start) + text.slice(end + name.length + 3);
    const label = labelOf(name) === 'foreign' ? 'reply' : labelOf(name);
    return { passage: { ...inside, label }, surrounded: around.trim() !== '' };
  }
  return undefined;
}

function tagAtLineStart(text: string, tag: string): number {
  const start = text.indexOf(tag);
  const lineStart = text.lastIndexOf('\n', start) + 1;
  return start >= 0 && text.slice(lineStart, start).trim() === '' ? start : -1;
}

function behind(passage: Passage, offset: number): Passage {
  const skipped = passage.text.slice(0, offset).split('\n').length - 1;
  const firstLine = passage.firstLine + skipped;
  return { ...passage, text: passage.text.slice(offset), firstLine };
}

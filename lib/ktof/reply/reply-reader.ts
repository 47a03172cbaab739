import { jsonEqual } from '../json-equal.js';
import type { JsonValue } from '../json-value.js';
import { behindThoughts, callsTool, taggedAnswer } from './answer.js';
import { chooseBlock } from './choose-block.js';
import type { DecodedReply, ReplyIssue } from './decoded-reply.js';
import { type FencedBlock, findFences } from './fences.js';
import type { ReplyIssueCode } from './issue-code.js';
import { IssueLog } from './issue-log.js';
import { jsonBlocks } from './json/json-blocks.js';
import type { Passage } from './passage.js';
import { hasTableHeader } from './plausible-ktof.js';
import { readPassage, strictReading } from './read-passage.js';
import type { Reading, Task } from './reading.js';
import type { ResolvedReplyOptions } from './reply-options.js';

/** Data without a fence announces itself by its first characters. */
const BEGINS_LIKE_DATA = /^\s*[[{]\s*["'“[{]/;

/** Finds the data in one reply. */
export class ReplyReader {
  private failure: ReplyIssue | undefined;
  /** The length of the whole reply, which was read strictly at first. */
  private length = 0;

  constructor(private readonly options: ResolvedReplyOptions) {}

  /** The data, or the reply itself as text. */
  read(text: string): DecodedReply {
    const whole = wholeReply(text);
    this.length = whole.text.length;
    const reading = strictReading(this.task(whole)) ?? this.answer(whole);
    return reading ? { ...reading } : this.asText(text);
  }

  private asText(value: JsonValue): DecodedReply {
    const issues = this.failure ? [this.failure] : [];
    return { kind: 'text', value, issues, truncated: false };
  }

  private task(passage: Passage): Task {
    return { passage, options: this.options, failure: undefined };
  }

  /** What stands behind the thoughts, in tags or not. */
  private answer(whole: Passage): Reading | undefined {
    const passage = behindThoughts(whole);
    if (passage === undefined || callsTool(passage)) return undefined;
    const tagged = taggedAnswer(passage);
    const inside = tagged && this.data(tagged.passage);
    if (!inside) return this.data(passage);
    return tagged.surrounded ? noted('surrounding-text', inside, passage) : inside;
  }

  /** The data of a passage: as a whole, in a fence, or among prose. */
  private data(passage: Passage): Reading | undefined {
    const fences = findFences(passage);
    if (fences.length === 0) return this.unfenced(passage);
    const task = this.task(passage);
    const { reading, hasUnreadable } = chooseBlock(fences, task);
    this.failure ??= task.failure;
    const outside = withoutFences(passage, fences);
    if (reading) return this.besides(outside, reading);
    const rest = hasUnreadable ? undefined : this.unfenced(outside);
    return rest && noted('surrounding-text', rest, passage);
  }

  /** The reading of a fence, with an issue when other data stands outside of the fences. */
  private besides(outside: Passage, reading: Reading): Reading {
    const blocks = jsonBlocks(outside);
    const others = blocks.slice(0, 2).map((block) => strictReading(this.task(block)));
    const isOther = others.some((other) => other && !jsonEqual(other.value, reading.value));
    const isNoted = reading.issues.some(({ code }) => code === 'several-blocks');
    if (isNoted || !(isOther || hasTableHeader(outside.text))) return reading;
    return noted('several-blocks', reading, outside);
  }

  private unfenced(passage: Passage): Reading | undefined {
    const { text } = passage;
    const task = { ...this.task(passage), isLoose: text.length === this.length };
    const reading = readPassage(task) ?? this.jsonAmongProse(passage);
    if (!reading && (BEGINS_LIKE_DATA.test(text) || hasTableHeader(text)))
      this.failure ??= task.failure;
    return reading;
  }

  /** One block of JSON among lines of prose. Of two, nobody knows which is meant. */
  private jsonAmongProse(passage: Passage): Reading | undefined {
    const blocks = jsonBlocks(passage);
    const isWhole = blocks[0]?.text.length === passage.text.trim().length;
    if (blocks.length !== 1 || isWhole) return undefined;
    const task = this.task(blocks[0]!);
    const reading = readPassage(task);
    this.failure ??= task.failure;
    return reading && noted('surrounding-text', reading, passage);
  }
}

function wholeReply(text: string): Passage {
  const clean = text.replace(/^[\uFEFF\u200B]+/, '');
  return { text: clean, firstLine: 1, indent: 0, label: 'reply', open: true };
}

function noted(code: ReplyIssueCode, reading: Reading, passage: Passage): Reading {
  const log = new IssueLog(passage);
  log.add(code, 0);
  return { ...reading, issues: [...log.issues, ...reading.issues] };
}

/** Blank lines in place of the blocks, so that line numbers stay. */
function withoutFences(passage: Passage, fences: readonly FencedBlock[]): Passage {
  const lines = passage.text.split('\n');
  for (const { startLine, endLine } of fences) {
    const from = startLine - passage.firstLine;
    const to = Math.min(endLine - passage.firstLine + 1, lines.length);
    lines.fill('', from, to);
  }
  return { ...passage, text: lines.join('\n') };
}

import { jsonEqual } from '../json-equal.js';
import type { FencedBlock } from './fences.js';
import { IssueLog } from './issue-log.js';
import { type Passage, saysData } from './passage.js';
import { readPassage } from './read-passage.js';
import type { Reading, Task } from './reading.js';

/** More blocks than this are a document about data, and each costs several attempts. */
const MOST_BLOCKS = 100;

interface ReadBlock {
  readonly block: Passage;
  readonly reading: Reading | undefined;
}

/** The data in the fenced blocks of a reply. */
export interface BlockChoice {
  readonly reading: Reading | undefined;
  /** True when a block that says it is data could not be read. */
  readonly hasUnreadable: boolean;
}

/**
 * Reads the fenced blocks of a reply and takes the best: what says that it is data before what does not,
 * right as it stands before repaired, and of these the first.
 */
export function chooseBlock(blocks: readonly FencedBlock[], task: Task): BlockChoice {
  const read = blocks.slice(0, MOST_BLOCKS).map((block) => readBlock(block, task));
  const ranked = read.filter(isRead).sort((first, second) => rank(first) - rank(second));
  const best = ranked[0];
  const unreadable = read.filter(({ block, reading }) => !reading && isData(block));
  if (best === undefined) return { reading: undefined, hasUnreadable: unreadable.length > 0 };
  const others = ranked.filter(
    ({ block }) => block.label !== 'code' || best.block.label === 'code',
  );
  const isOther = others.some(({ reading }) => !jsonEqual(reading.value, best.reading.value));
  const isAlone = !isOther && unreadable.length === 0 && blocks.length <= MOST_BLOCKS;
  return { reading: isAlone ? best.reading : amongOthers(best), hasUnreadable: false };
}

function readBlock(block: FencedBlock, task: Task): ReadBlock {
  const own: Task = { passage: block, options: task.options, failure: undefined };
  const reading = readPassage(own);
  if (!reading && isData(block)) task.failure ??= own.failure;
  return { block, reading };
}

function isData({ label, text }: Passage): boolean {
  return saysData(label) && text.trim() !== '';
}

function isRead(read: ReadBlock): read is { block: Passage; reading: Reading } {
  return read.reading !== undefined;
}

function rank({ block, reading }: { block: Passage; reading: Reading }): number {
  const byLabel = saysData(block.label) ? 0 : block.label === 'code' ? 4 : 2;
  return byLabel + (reading.issues.length > 0 ? 1 : 0);
}

function amongOthers({ block, reading }: { block: Passage; reading: Reading }): Reading {
  const log = new IssueLog(block);
  log.add('several-blocks', 0);
  return { ...reading, issues: [...log.issues, ...reading.issues] };
}

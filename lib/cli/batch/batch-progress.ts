import { amount, percent } from '../output/table.js';
import { cutTo, widthOf } from '../output/terminal.js';
import { tell } from '../output/write.js';
import type { BatchTally } from './batch-tally.js';

/** The line is written again after so long, in milliseconds. */
const EVERY_MS = 100;
const BAR = 20;
/** Where the line was, there is nothing. */
const CLEARED = '\r\u001B[K';

/** Shows on a terminal how far a batch is: one line of standard error, written over and over. */
export class BatchProgress {
  readonly #isShown = process.stderr.isTTY;
  #shownAt = 0;

  /** @param totalBytes The size of the input, where it is known: a bar is shown then. */
  constructor(
    private readonly tally: BatchTally,
    private readonly totalBytes: number | undefined,
  ) {}

  /** Shows it, if it is time. */
  show(): void {
    if (!this.#isShown || performance.now() - this.#shownAt < EVERY_MS) return;
    this.#shownAt = performance.now();
    this.#write(`${this.#bar()}${factsOf(this.tally)}`);
  }

  /** Shows what it came to, and leaves that there. */
  end(): void {
    if (!this.#isShown) return;
    this.#write(factsOf(this.tally));
    process.stderr.write('\n');
  }

  /** Writes another line for people, above it. */
  tell(line: string): void {
    if (this.#isShown) process.stderr.write(CLEARED);
    tell(line);
    this.#shownAt = 0;
  }

  #write(line: string): void {
    process.stderr.write(`${CLEARED}${cutTo(line, widthOf(process.stderr) - 1)}`);
  }

  #bar(): string {
    if (!this.totalBytes) return '';
    const share = Math.min(1, this.tally.inputBytes / this.totalBytes);
    const filled = Math.floor(share * BAR);
    const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)}`;
    return `${bar} ${Math.floor(share * 100)} %  `;
  }
}

function factsOf(tally: BatchTally): string {
  const { done, failed, seconds, originalBytes, bytesSaved, tokensSaved } = tally;
  const rate = seconds > 0 ? done / seconds : 0;
  const facts = [`${amount(done)} prompts`, `${amount(Math.round(rate))}/s`];
  if (failed > 0) facts.push(`${amount(failed)} failed`);
  const share = originalBytes > 0 ? ` (${percent((100 * bytesSaved) / originalBytes)})` : '';
  facts.push(`saved ${amount(bytesSaved)} bytes${share}`);
  for (const [model, tokens] of tokensSaved) facts.push(`${amount(tokens)} tokens of ${model}`);
  return facts.join('  ');
}

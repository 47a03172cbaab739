/** What is written to: `process.stdout`, or a stream in a test. */
export interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const CLEAR_LINE = '\r\u001B[K';
const BAR_WIDTH = 30;

/** A terminal with a line that changes. Where there is no terminal, only lines that stay are written. */
export class Terminal {
  constructor(private readonly output: Output) {}

  /** Writes a line that stays. */
  line(text: string): void {
    this.output.write(this.output.isTTY ? `${CLEAR_LINE}${text}\n` : `${text}\n`);
  }

  /** Shows a text in the line that changes. */
  live(text: string): void {
    if (this.output.isTTY) this.output.write(CLEAR_LINE + text);
  }

  /** Shows how much is done, from 0 to 1. */
  progress(part: number): void {
    const filled = Math.round(part * BAR_WIDTH);
    const bar = '█'.repeat(filled).padEnd(BAR_WIDTH, '░');
    this.live(`${bar} ${Math.floor(part * 100)} %`);
  }
}

import type { AnswerStream } from '../http/answer-stream.js';

/** So much is gathered before it is written. */
const WRITE_LENGTH = 32_768;

/** The lines of a stream of events, written several at a time. */
export class EventLines {
  private lines: string[] = [];
  private length = 0;
  #isEmpty = true;

  constructor(private readonly answer: AnswerStream) {}

  /** Whether there has been no event yet. */
  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  /** Adds an event. Returns whether it is time for {@link flush}. */
  add(event: object): boolean {
    const line = `${JSON.stringify(event)}\n`;
    this.#isEmpty = false;
    this.lines.push(line);
    this.length += line.length;
    return this.length >= WRITE_LENGTH;
  }

  /** Writes what there is. Throws as {@link AnswerStream.write} does. */
  async flush(): Promise<void> {
    const text = this.lines.join('');
    this.lines = [];
    this.length = 0;
    if (text !== '') await this.answer.write(text);
  }
}

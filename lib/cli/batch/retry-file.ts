import { type FileHandle, open, rename, stat } from 'node:fs/promises';
import { type DoneResults, resultsIn } from './done-results.js';
import { type Result, type ResultFile, textOf } from './result-file.js';

/** What was written before is copied in pieces of about so many bytes. */
const PAGE_BYTES = 65_536;
const LINE_BREAK = Buffer.from('\n');

type BeforeResult = ReturnType<typeof resultsIn> extends AsyncIterable<infer T> ? T : never;

/**
 * A file of results in which some lines failed: their new results take the places of the errors. All is
 * written to a second file, which takes the place of the first when the last of them is there, or when the
 * batch ends before; until then the first stays as it is, so nothing is lost whatever happens.
 */
export class RetryFile implements ResultFile {
  /** Goes on in a file. */
  static async open(path: string, done: DoneResults): Promise<RetryFile> {
    const { mode } = await stat(path);
    return new RetryFile(path, done, await open(`${path}.retry`, 'w', mode));
  }

  readonly #before: AsyncIterator<BeforeResult, void>;
  #next: BeforeResult | undefined;
  #state: 'beside' | 'in place' | 'broken' = 'beside';

  private constructor(
    private readonly path: string,
    private readonly done: DoneResults,
    private readonly handle: FileHandle,
  ) {
    this.#before = resultsIn(path, done.end);
  }

  has(number: number): boolean {
    return number <= this.done.last && !this.done.failed.has(number);
  }

  async write(results: readonly Result[]): Promise<void> {
    try {
      await this.#write(results);
    } catch (error) {
      // Half a line may stand there.
      if (this.#state === 'beside') this.#state = 'broken';
      throw error;
    }
  }

  async close(): Promise<void> {
    try {
      await this.#putInPlace();
    } finally {
      await this.#before.return?.();
      await this.handle.close();
    }
  }

  async #write(results: readonly Result[]): Promise<void> {
    const again = results.filter(({ number }) => number <= this.done.last);
    for (const { number, text } of again) {
      await this.#copy(number);
      if (this.#next?.result.number === number) this.#next = undefined;
      await this.handle.appendFile(text);
    }
    if (again.length === results.length) return;
    await this.#putInPlace();
    await this.handle.appendFile(textOf(results.slice(again.length)));
  }

  /** Copies what was written before of the lines up to one, and stands at that. */
  async #copy(number: number): Promise<void> {
    const page: Buffer[] = [];
    let bytes = 0;
    for (;;) {
      this.#next ??= await this.#read();
      const isDue = this.#next !== undefined && this.#next.result.number < number;
      if (!isDue || bytes > PAGE_BYTES) {
        if (page.length > 0) await this.handle.appendFile(Buffer.concat(page.splice(0)));
        bytes = 0;
      }
      if (!isDue) return;
      page.push(this.#next!.line.bytes, LINE_BREAK);
      bytes += this.#next!.line.bytes.length;
      this.#next = undefined;
    }
  }

  async #read(): Promise<BeforeResult | undefined> {
    const step = await this.#before.next();
    return step.done ? undefined : step.value;
  }

  async #putInPlace(): Promise<void> {
    if (this.#state !== 'beside') return;
    await this.#copy(Number.POSITIVE_INFINITY);
    await this.handle.sync();
    await rename(`${this.path}.retry`, this.path);
    this.#state = 'in place';
  }
}

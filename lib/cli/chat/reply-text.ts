import { print } from '../output/write.js';

/** Control characters, which steer a terminal; a line break and a tab do not. */
const STEERING = /(?![\n\t])\p{Cc}/gu;

/** Prints a reply as it comes, with one line break behind it. */
export class ReplyText {
  #last = '\n';

  /** On a terminal a model has no say but in letters. */
  async print(text: string): Promise<void> {
    this.#last = text.at(-1) ?? this.#last;
    await print(process.stdout.isTTY ? visible(text) : text);
  }

  /** The reply is over, or given up. */
  end(): void {
    if (this.#last !== '\n') process.stdout.write('\n');
    this.#last = '\n';
  }
}

function visible(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(STEERING, '\uFFFD');
}

import { losesDigits, lostDigitsWarning } from '../input/warn-of-lost-digits.js';
import { amount } from '../output/table.js';

/** Warns of the lines of a batch whose integers lose digits: of the first at once, of the others at the end. */
export class LostDigits {
  #lines = 0;

  /**
   * @param name What the input is called.
   * @param warn Writes a line for people.
   */
  constructor(
    private readonly name: string,
    private readonly warn: (line: string) => void,
  ) {}

  /** Looks at a line that is JSON. */
  look(json: string, number: number): void {
    if (!losesDigits(json)) return;
    this.#lines++;
    if (this.#lines === 1) this.warn(lostDigitsWarning(`${this.name}, line ${number}`));
  }

  /** The batch is over. */
  end(): void {
    if (this.#lines < 2) return;
    const count = amount(this.#lines - 1);
    this.warn(`kaizen: warning: ${this.name}: So do integers in ${count} more of its lines.`);
  }
}

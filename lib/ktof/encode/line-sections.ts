import type { JsonPrimitive } from '../json-value.js';
import { encodeScalar } from '../syntax/scalars.js';
import type { Page } from './page.js';
import type { Section } from './section.js';

/** Cells of a line written at once: few enough for a page, enough to lose no time. */
export const CELLS_AT_ONCE = 1000;

/** The cells behind a header on its line. There is at least one. */
export class InlineCells implements Section {
  private next = 0;

  /** @param lead The line up to its first cell. */
  constructor(
    private readonly page: Page,
    private readonly list: readonly JsonPrimitive[],
    private readonly lead: string,
  ) {}

  write(): boolean {
    do this.cells();
    while (this.next < this.list.length && !this.page.isFull);
    return this.next < this.list.length;
  }

  private cells(): void {
    const { page, next } = this;
    const part = this.list.slice(next, next + CELLS_AT_ONCE);
    const cells = part.map((item) => encodeScalar(item, page.delimiterCode)).join(page.delimiter);
    if (next === 0) page.line(this.lead + cells);
    else page.extend(page.delimiter + cells);
    this.next = next + part.length;
  }
}

/** A text that comes in pieces, on one line. There is at least one piece. */
export class LinePieces implements Section {
  private hasBegun = false;

  /** @param lead The line up to the first piece. */
  constructor(
    private readonly page: Page,
    private readonly pieces: Iterator<string, unknown>,
    private readonly lead: string,
  ) {}

  write(): boolean {
    while (!this.page.isFull) {
      const { value, done } = this.pieces.next();
      if (done) return false;
      this.piece(value);
    }
    return true;
  }

  private piece(text: string): void {
    if (this.hasBegun) this.page.extend(text);
    else this.page.line(this.lead + text);
    this.hasBegun = true;
  }
}

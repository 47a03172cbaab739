import type { TreeLine } from './line-tree.js';

/** Walks over lines of the same level. */
export class SiblingCursor {
  private position = 0;

  constructor(private readonly lines: readonly TreeLine[]) {}

  /** The next line, without taking it. */
  peek(): TreeLine | undefined {
    return this.lines[this.position];
  }

  /** Takes the line that {@link peek} shows. */
  take(): TreeLine | undefined {
    return this.lines[this.position++];
  }

  /** Takes lines as long as they are accepted. */
  takeWhile(accepts: (line: TreeLine, taken: number) => boolean): TreeLine[] {
    const taken: TreeLine[] = [];
    for (let line = this.peek(); line && accepts(line, taken.length); line = this.peek()) {
      taken.push(line);
      this.position++;
    }
    return taken;
  }
}

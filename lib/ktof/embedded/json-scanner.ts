import {
  BACKSLASH,
  BRACE_CLOSE,
  BRACE_OPEN,
  BRACKET_CLOSE,
  BRACKET_OPEN,
  COLON,
  COMMA,
  QUOTE,
  SPACE,
  skipJsonBlanks,
} from '../syntax/characters.js';

/** True for a bracket or a brace that opens. */
export function opensContainer(code: number): boolean {
  return code === BRACE_OPEN || code === BRACKET_OPEN;
}

/**
 * Finds where strict JSON ends in a text, without recursion and without building values.
 *
 * One instance serves one text. However many places are tried, no character is read more than four
 * times in all: when an attempt fails, all the brackets that are open at that point fail with it and
 * are not tried again, and two attempts can overlap only where one of them takes for a string what
 * the other does not.
 */
export class JsonScanner {
  /** How many arrays and objects stand inside each other in what was scanned last. */
  depth = 0;
  private position = 0;
  private readonly open: number[] = [];
  /** Marks the brackets that are known to begin no JSON. */
  private failed: Uint8Array | undefined;
  private readonly literal = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
  private readonly escape = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

  constructor(private readonly text: string) {}

  /** The place behind the array or object that opens at `start`, or -1 when it is no strict JSON. */
  end(start: number): number {
    if (this.failed?.[start] === 1) return -1;
    this.position = start;
    this.depth = 0;
    this.open.length = 0;
    do {
      if (!this.value()) return this.fail();
    } while (this.open.length > 0);
    return this.position;
  }

  /** Reads one value, or the opening of one, up to where the next value must begin. */
  private value(): boolean {
    const code = this.skipBlanks();
    if (opensContainer(code)) return this.container(code);
    return (code === QUOTE ? this.string() : this.skips(this.literal)) && this.next();
  }

  private container(code: number): boolean {
    this.open.push(this.position++);
    this.depth = Math.max(this.depth, this.open.length);
    const isEmpty = this.skipBlanks() === closing(code);
    if (isEmpty) return this.next();
    return code === BRACKET_OPEN || this.key();
  }

  /** Reads what stands behind a value: what closes there, then a comma and the next key. */
  private next(): boolean {
    for (;;) {
      if (this.open.length === 0) return true;
      const container = this.text.charCodeAt(this.open.at(-1)!);
      const code = this.skipBlanks();
      if (code !== COMMA && code !== closing(container)) return false;
      this.position++;
      if (code === COMMA) return container === BRACKET_OPEN || this.key();
      this.open.pop();
    }
  }

  private key(): boolean {
    if (this.skipBlanks() !== QUOTE || !this.string() || this.skipBlanks() !== COLON) return false;
    this.position++;
    return true;
  }

  private string(): boolean {
    this.position++;
    for (;;) {
      const code = this.text.charCodeAt(this.position);
      if (code === BACKSLASH) {
        if (!this.skips(this.escape)) return false;
      } else {
        // Control characters, and NaN at the end of the text.
        if (!(code >= SPACE)) return false;
        this.position++;
        if (code === QUOTE) return true;
      }
    }
  }

  private skips(pattern: RegExp): boolean {
    pattern.lastIndex = this.position;
    if (!pattern.test(this.text)) return false;
    this.position = pattern.lastIndex;
    return true;
  }

  /** Skips white space, and shows the code unit behind it: NaN at the end. */
  private skipBlanks(): number {
    this.position = skipJsonBlanks(this.text, this.position);
    return this.text.charCodeAt(this.position);
  }

  private fail(): number {
    this.failed ??= new Uint8Array(this.text.length);
    for (const start of this.open) this.failed[start] = 1;
    return -1;
  }
}

function closing(opening: number): number {
  return opening === BRACE_OPEN ? BRACE_CLOSE : BRACKET_CLOSE;
}

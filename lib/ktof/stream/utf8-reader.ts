/** Bytes of UTF-8 as text, whole characters at a time. */
export class Utf8Reader {
  /** The first bytes of a character whose others are still to come. */
  private cut: Uint8Array = EMPTY;
  private readonly decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

  /** True while a character is not complete. */
  get isInsideCharacter(): boolean {
    return this.cut.length > 0;
  }

  /**
   * The text of these bytes, up to the first that is not UTF-8.
   *
   * @returns Whether all of them are UTF-8, so far.
   */
  read(bytes: Uint8Array): { text: string; isValid: boolean } {
    const all = this.cut.length > 0 ? Buffer.concat([this.cut, bytes]) : bytes;
    const whole = all.length - cutLength(all);
    this.cut = whole < all.length ? all.slice(whole) : EMPTY;
    const text = this.decode(all.subarray(0, whole));
    if (text !== undefined) return { text, isValid: true };
    return { text: this.validStart(all), isValid: false };
  }

  private decode(bytes: Uint8Array): string | undefined {
    try {
      return this.decoder.decode(bytes);
    } catch {
      return undefined;
    }
  }

  /** The text before the first bad byte, found by halving: it is needed once, for an error's place. */
  private validStart(bytes: Uint8Array): string {
    let valid = 0;
    let invalid = bytes.length;
    while (invalid - valid > 1) {
      const middle = (valid + invalid) >> 1;
      const part = bytes.subarray(0, middle);
      if (this.decode(part.subarray(0, middle - cutLength(part))) === undefined) invalid = middle;
      else valid = middle;
    }
    const start = bytes.subarray(0, valid);
    return this.decode(start.subarray(0, valid - cutLength(start))) ?? '';
  }
}

const EMPTY = new Uint8Array(0);

/** How many bytes at the end begin a character that is not complete. */
function cutLength(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!;
    if ((byte & 0xc0) !== 0x80) return byte >= 0xc0 && sequenceLength(byte) > back ? back : 0;
  }
  return 0;
}

function sequenceLength(lead: number): number {
  if (lead >= 0xf0) return 4;
  return lead >= 0xe0 ? 3 : 2;
}

/** A part of a secret that is this long gives it away. */
const RUN = 8;
/** Bits by which most places of a text are passed over without cutting anything out of it. */
const BITS = 1 << 12;

/** Knows every part of some secrets that would give them away: eight characters in a row. */
export class SecretParts {
  readonly #runs = new Set<string>();
  readonly #begins = new Uint8Array(BITS);
  /** Secrets that have no such part. */
  readonly #short: readonly string[];

  /** @param secrets As they are. In a text they are found in any case, also as a URL would carry them. */
  constructor(secrets: readonly string[]) {
    const spellings = new Set(secrets.filter((secret) => secret !== '').flatMap(spellingsOf));
    this.#short = [...spellings].filter(({ length }) => length < RUN);
    for (const spelling of spellings) this.#addRuns(spelling);
  }

  /** Whether a text shows a secret or such a part of one. */
  isIn(text: string): boolean {
    if (this.#runs.size === 0 && this.#short.length === 0) return false;
    const lower = text.toLowerCase();
    const last = lower.length - RUN;
    for (let start = 0; start <= last; start += 1) {
      if (this.#begins[bitOf(lower, start)] === 0) continue;
      if (this.#runs.has(lower.slice(start, start + RUN))) return true;
    }
    return this.#short.some((secret) => lower.includes(secret));
  }

  #addRuns(spelling: string): void {
    for (let start = 0; start + RUN <= spelling.length; start += 1) {
      this.#runs.add(spelling.slice(start, start + RUN));
      this.#begins[bitOf(spelling, start)] = 1;
    }
  }
}

/** Of the first three characters of a run. */
function bitOf(text: string, start: number): number {
  const one = text.charCodeAt(start);
  const two = text.charCodeAt(start + 1);
  return (one * 961 + two * 31 + text.charCodeAt(start + 2)) % BITS;
}

function spellingsOf(secret: string): string[] {
  return [secret, encodeURIComponent(secret.toWellFormed())].map((text) => text.toLowerCase());
}

import { Redactor } from '../../observability/redact/redactor.js';

/** What stands for every word that is not shown. */
export const OTHER = 'other';

const redactor = new Redactor();

/**
 * The words that a label may have: the first so many that are fit to be seen. All others are `other`, so
 * that no input makes more series than that, and none has a secret in its name.
 */
export class BoundedWords {
  /**
   * @param most How many words there are, beside `other`.
   * @param form What a word looks like.
   * @param shown The words that there are so far.
   */
  constructor(
    private readonly most: number,
    private readonly form: RegExp,
    private readonly shown: Set<string>,
  ) {}

  /** The word itself, or `other`. */
  show(word: unknown): string {
    if (typeof word !== 'string') return OTHER;
    if (this.shown.has(word)) return word;
    if (this.shown.size >= this.most || !this.#isFit(word)) return OTHER;
    this.shown.add(word);
    return word;
  }

  #isFit(word: string): boolean {
    return this.form.test(word) && redactor.word(word) === word;
  }
}

/** One of these words, or `other`. */
export function oneOfWords(words: ReadonlySet<unknown>, word: unknown): string {
  return words.has(word) ? (word as string) : OTHER;
}

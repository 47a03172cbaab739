import type { KaizenFormatError } from '../../../errors/format.error.js';
import { SAYS_MORE } from '../says-more.js';
import type { IssueLog } from '../issue-log.js';

const JSON_BLANK = /[ \t\r\n]/;
const OTHER_BLANK = /[\u00a0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff\f\v]/;

/** A place in JSON with slips. It skips blanks and comments. */
export class TextCursor {
  position = 0;

  constructor(
    readonly text: string,
    readonly log: IssueLog,
  ) {}

  get isAtEnd(): boolean {
    return this.position >= this.text.length;
  }

  /** Skips blanks and comments, and shows the character behind them: '' at the end. */
  peek(): string {
    for (;;) {
      const character = this.text.charAt(this.position);
      if (JSON_BLANK.test(character)) this.position++;
      else if (OTHER_BLANK.test(character)) this.skipOddBlank();
      else if (character === '/' || character === '#') this.comment();
      else return character;
    }
  }

  /** Takes a character if it is the next one behind blanks. */
  takes(character: string): boolean {
    if (this.peek() !== character) return false;
    this.position++;
    return true;
  }

  /** The error that gives up at the current place. */
  refuse(): KaizenFormatError {
    const isPlaceholder = /^(?:\.\.\.|…)/.test(this.text.slice(this.position, this.position + 3));
    return this.log.refuse(isPlaceholder ? 'ellipsis' : 'unreadable', this.position);
  }

  private skipOddBlank(): void {
    this.log.add('odd-space', this.position);
    this.position++;
  }

  private comment(): void {
    const { text, position } = this;
    const isBlock = text.startsWith('/*', position);
    if (!isBlock && !/^(?:\/\/|# )/.test(text.slice(position, position + 2))) throw this.refuse();
    const end = isBlock ? text.indexOf('*/', position + 2) : text.indexOf('\n', position);
    this.position = end < 0 ? text.length : end + (isBlock ? 2 : 0);
    if (SAYS_MORE.test(text.slice(position, this.position))) {
      throw this.log.refuse('ellipsis', position);
    }
    this.log.add('comment', position);
  }
}

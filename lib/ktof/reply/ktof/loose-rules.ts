import type { DecodeScope } from '../../decode/decode-scope.js';
import type { SourceLine } from '../../decode/source-line.js';
import type { IssueLog } from '../issue-log.js';

/** What the readers of a loose document must know of its passage. */
export interface LooseRules {
  /** Text that is no data may stand between the entries. */
  readonly prose: boolean;
  readonly yaml: boolean;
  /** The number of the last line if the text may go on behind it, else 0. */
  readonly openLine: number;
  /** The same, if that line itself may go on. */
  readonly cutLine: number;
}

/** What the readers of a loose document share. */
export interface LooseContext {
  readonly scope: DecodeScope;
  readonly log: IssueLog;
  readonly rules: LooseRules;
}

/** Reads one array or object, one level deeper. */
export function nested<T>({ scope }: LooseContext, line: SourceLine, read: () => T): T {
  scope.enter(line);
  const result = read();
  scope.leave();
  return result;
}

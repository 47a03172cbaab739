import type { SourceLine } from '../../decode/source-line.js';
import type { IssueLog } from '../issue-log.js';
import type { LooseCells } from './loose-cell.js';

/** What tables are read with. */
export interface TableTools {
  readonly cells: LooseCells;
  readonly log: IssueLog;
  /** Whether a line may be cut off: it is the last one of a text that may end too early. */
  readonly mayBeCut: (line: SourceLine) => boolean;
}

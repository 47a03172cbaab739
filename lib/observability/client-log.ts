import type { KaizenLogger, KaizenLogLevel } from '../options/report-options.js';
import { attempt } from './attempt.js';
import { type LogFields, LogRecord } from './log-record.js';
import type { Redactor } from './redact/redactor.js';

/** A level that lines have. */
export type LineLevel = Exclude<KaizenLogLevel, 'off'>;

const GRAVITY: Readonly<Record<KaizenLogLevel, number>> = {
  off: 0,
  error: 1,
  warn: 2,
  info: 3,
  debug: 4,
};

/** Where a client's lines go. What the logger throws is dropped. */
export class ClientLog {
  readonly #most: number;

  constructor(
    private readonly client: string,
    private readonly logger: KaizenLogger,
    private readonly redactor: Redactor,
    level: KaizenLogLevel = 'warn',
  ) {
    this.#most = GRAVITY[level];
  }

  /** Whether lines of this level are written: where they are not, nothing should be worked out for them. */
  isOn(level: LineLevel): boolean {
    return GRAVITY[level] <= this.#most;
  }

  /**
   * Writes a line, unless its level is off. Its text goes through the redactor; whoever has fields from
   * outside redacts those.
   *
   * @param event What kind of line: `request`, `retry`.
   */
  write(level: LineLevel, event: string, text: string, ...fields: readonly LogFields[]): void {
    if (!this.isOn(level)) return;
    const { client } = this;
    const said = this.redactor.text(`[${client}] ${text}`);
    const record = new LogRecord(said, { event: `kaizen.${event}`, client }, ...fields);
    attempt(() => this.#tell(level, record));
  }

  #tell(level: LineLevel, record: LogRecord): unknown {
    const { logger } = this;
    if (level === 'info') return logger.log(record);
    if (level === 'debug') return logger.debug?.(record);
    return logger[level](record);
  }
}

import type { KaizenLogger, KaizenLogLevel } from '../../options/report-options.js';

const LEVELS: readonly KaizenLogLevel[] = ['off', 'error', 'warn', 'info', 'debug'];

/** Where Nest logs errors that it also throws, while an app boots. */
const THROWN_TOO = new Set<unknown>(['ExceptionHandler', 'NestApplication']);

/** How lines are written. */
export interface StderrLoggerOptions {
  /** Lines of this level and graver ones are. */
  readonly level: KaizenLogLevel;
  /** Whether each is a JSON object. */
  readonly json: boolean;
}

/** A logger of Nest's form that writes to standard error, one line for each message. */
export class StderrLogger implements KaizenLogger {
  constructor(private readonly options: StderrLoggerOptions) {}

  error(message: unknown, ...rest: unknown[]): void {
    if (!THROWN_TOO.has(rest.at(-1))) this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  /** The last of `rest` says who speaks; of an error, its stack stands before that. */
  private write(level: KaizenLogLevel, message: unknown, rest: readonly unknown[]): void {
    if (LEVELS.indexOf(level) > LEVELS.indexOf(this.options.level)) return;
    const texts = rest.filter((each) => typeof each === 'string');
    const context = texts.at(-1);
    const stack = texts.length > 1 ? texts[0] : undefined;
    const time = new Date().toISOString();
    const line = this.options.json
      ? JSON.stringify({ time, level, context, message: String(message), stack })
      : [`${time} ${level} ${context ?? 'kaizen'}: ${String(message)}`, stack].join('\n').trimEnd();
    process.stderr.write(`${line}\n`);
  }
}

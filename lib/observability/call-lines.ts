import { KaizenError } from '../errors/kaizen.error.js';
import type { KaizenRequestEvent } from '../options/report-events.js';
import { attempt } from './attempt.js';
import type { ClientLog, LineLevel } from './client-log.js';
import type { LogFields } from './log-record.js';
import type { Redactor } from './redact/redactor.js';
import type { Sizes } from './savings/savings-account.js';

/** Ends that somebody wanted: no failure, and nothing that an app's log has to tell at its usual level. */
const WANTED = new Set(['KAIZEN_ABORTED', 'KAIZEN_CLIENT_CLOSED']);
const NAME = /^\w{1,60}$/;

/** The lines of calls. */
export class CallLines {
  constructor(
    private readonly log: ClientLog,
    private readonly redactor: Redactor,
    private readonly withPayloads: boolean,
  ) {}

  /** Whether the line of a call that ended so is written. */
  isOn(errorCode: string | undefined): boolean {
    return this.log.isOn(levelOf(errorCode));
  }

  /** A call begins. */
  begins(operation: string, id: string, payload: unknown): void {
    // A payload's own accessors may throw: that is for the call to tell.
    if (this.log.isOn('debug')) attempt(() => this.#begins(operation, id, payload));
  }

  #begins(operation: string, id: string, payload: unknown): void {
    const requestId = this.redactor.word(id);
    const payloadBytes = bytesOf(payload);
    const size = payloadBytes === undefined ? '' : `, ${payloadBytes} bytes`;
    this.log.write('debug', 'request', `${operation} begins${size} [${requestId}]`, {
      operation,
      requestId,
      ...(payloadBytes !== undefined && { payloadBytes }),
      ...(this.withPayloads && { payload: this.redactor.payload(payload) }),
    });
  }

  /** A call has been answered. */
  succeeded(event: KaizenRequestEvent, sizes: Sizes | undefined, answer: object): void {
    const { operation, durationMs, requestId } = event;
    const saved = sizes ? `, ${sizes.jsonBytes} → ${sizes.ktofBytes} bytes` : '';
    const text = `${operation} ok in ${durationMs} ms${saved}${byWhom(event)} [${requestId}]`;
    const more: LogFields[] = [{ ...event }];
    if (sizes) more.push({ ...sizes, tokensSaved: tokensSaved(sizes) });
    if (this.withPayloads && this.log.isOn('debug')) more.push(this.#result(answer));
    this.log.write('info', 'response', text, ...more);
  }

  /** A call has failed. */
  failed(event: KaizenRequestEvent, error: unknown): void {
    const { operation, durationMs, requestId, errorCode } = event;
    const isOurs = error instanceof KaizenError;
    const why = isOurs ? error.message : 'what the payload threw is no error of the client';
    const text = `${operation} failed in ${durationMs} ms${byWhom(event)}: ${why} [${requestId}]`;
    this.log.write(levelOf(errorCode), 'response', text, {
      ...event,
      error: isOurs ? this.redactor.value(error.toJSON()) : foreign(error),
    });
  }

  #result(answer: object): LogFields {
    return { result: this.redactor.payload((answer as { result?: unknown }).result) };
  }
}

function levelOf(errorCode: string | undefined): LineLevel {
  if (errorCode === undefined || WANTED.has(errorCode)) return 'info';
  return 'error';
}

function byWhom({ servedBy, attempts = 1, cache }: KaizenRequestEvent): string {
  const tries = attempts > 1 ? ` after ${attempts} attempts` : '';
  return `, ${servedBy}${tries}${cache === undefined ? '' : `, cache ${cache}`}`;
}

function tokensSaved({ tokens }: Sizes): Readonly<Record<string, number>> {
  return Object.fromEntries(tokens.map(({ model, before, after }) => [model, before - after]));
}

/** Known without looking through the payload only where it is a text. */
function bytesOf(payload: unknown): number | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined;
  const { ktof, prompt } = payload as { ktof?: unknown; prompt?: unknown };
  const text = typeof ktof === 'string' ? ktof : prompt;
  return typeof text === 'string' ? Buffer.byteLength(text) : undefined;
}

/** An error that is not ours may have anything in its message. */
function foreign(error: unknown): LogFields {
  const name = (error as { name?: unknown } | null | undefined)?.name;
  return { name: typeof name === 'string' && NAME.test(name) ? name : typeof error };
}

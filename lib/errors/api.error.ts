import { HELP, withHelp } from './help.js';
import { KaizenError, type KaizenErrorContext } from './kaizen.error.js';

/** One field that the service refused, from a FastAPI `detail` list. */
export interface KaizenErrorDetail {
  /** Where: `['body', 'prompt']`. */
  readonly loc: readonly (string | number)[];
  /** What is wrong there, in the service's words. */
  readonly msg: string;
  /** The service's name for it: `missing`, `string_type`. */
  readonly type: string;
}

/** What the service said as it refused a request. */
export interface KaizenAPIErrorContext extends KaizenErrorContext {
  /** The HTTP status. */
  readonly statusCode: number;
  /** The service's own code for the error, where it gave one. */
  readonly serviceCode?: string;
  /** The fields it refused, or whatever else it told. */
  readonly details?: readonly KaizenErrorDetail[];
  /** The response's headers, lower-case, without any that may hold a secret. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How long the service asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
}

/** These are told to an app's own clients, who have no such page. */
const OF_THE_PAYLOAD: readonly number[] = [400, 410, 413, 422];

/** The service answered with an error status. Its subclasses tell which. */
export class KaizenAPIError extends KaizenError {
  override readonly name: string = 'KaizenAPIError';
  override readonly code: string = 'KAIZEN_API_ERROR';
  override readonly help = HELP.refusal;
  /** The HTTP status. */
  readonly statusCode: number;
  /** The service's own code for the error, where it gave one. */
  readonly serviceCode?: string;
  /** The fields that the service refused, where it told them. */
  readonly details: readonly KaizenErrorDetail[];
  /** The response's headers, lower-case, without any that may hold a secret. */
  readonly headers: Readonly<Record<string, string>>;
  /** How long the service asks to wait before the next request, in milliseconds. */
  readonly retryAfterMs?: number;

  constructor(message: string, context: KaizenAPIErrorContext) {
    const isOfPayload = OF_THE_PAYLOAD.includes(context.statusCode);
    super(isOfPayload ? message : withHelp(message, HELP.refusal), context);
    const { statusCode, serviceCode, details = [], headers = {}, retryAfterMs } = context;
    this.statusCode = statusCode;
    this.details = details;
    this.headers = headers;
    if (serviceCode !== undefined) this.serviceCode = serviceCode;
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs;
  }

  override toJSON(): Record<string, unknown> {
    const { statusCode, serviceCode, details, headers, retryAfterMs } = this;
    return {
      ...super.toJSON(),
      statusCode,
      details,
      headers,
      ...(serviceCode !== undefined && { serviceCode }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
  }
}

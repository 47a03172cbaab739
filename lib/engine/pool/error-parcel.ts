import { KaizenAbortError } from '../../errors/abort.error.js';
import { KaizenClosedError } from '../../errors/closed.error.js';
import { KaizenDependencyError } from '../../errors/dependency.error.js';
import { KaizenFormatError } from '../../errors/format.error.js';
import { KaizenError } from '../../errors/kaizen.error.js';
import { KaizenOptionsError } from '../../errors/options.error.js';
import { KaizenOverloadedError } from '../../errors/overloaded.error.js';
import { KaizenPayloadError } from '../../errors/payload.error.js';
import { KaizenResponseError } from '../../errors/response.error.js';
import { KaizenStreamError } from '../../errors/stream.error.js';
import { KaizenWorkerError } from '../../errors/worker.error.js';

/** An error on its way between threads. */
export interface ErrorParcel {
  /** Its name, code, message and own facts, as its `toJSON` gives them. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly stack?: string;
}

/** The classes that an error may have when it arrives, by the name it states. */
const CLASSES: Readonly<Record<string, { readonly prototype: KaizenError }>> = {
  KaizenAbortError,
  KaizenClosedError,
  KaizenDependencyError,
  KaizenFormatError,
  KaizenOptionsError,
  KaizenOverloadedError,
  KaizenPayloadError,
  KaizenResponseError,
  KaizenStreamError,
  KaizenWorkerError,
};

/** What is sent of an error. Of one that is not ours, the name and the stack alone. */
export function packError(error: unknown): ErrorParcel {
  if (error instanceof KaizenError) return { facts: error.toJSON() };
  const { name, stack } = error instanceof Error ? error : { name: typeof error, stack: undefined };
  return { facts: { name }, ...(stack !== undefined && { stack }) };
}

/**
 * The error as it was thrown in the other thread: the same class and facts. One that is not ours is
 * a defect and becomes the cause of a `KaizenWorkerError`.
 */
export function unpackError({ facts, stack }: ErrorParcel): KaizenError {
  const type = CLASSES[String(facts['name'])];
  return type === undefined ? defect(String(facts['name']), stack) : revive(type.prototype, facts);
}

/** Not by its constructor: each has parameters of its own, and may word the message anew. */
function revive(prototype: KaizenError, facts: ErrorParcel['facts']): KaizenError {
  const { message, ...others } = facts;
  const error = Object.setPrototypeOf(new Error(String(message)), prototype) as KaizenError;
  return Object.assign(error, others);
}

function defect(name: string, stack: string | undefined): KaizenWorkerError {
  const message = `The worker thread met a defect (${name}). Please report it with its cause.`;
  const cause = Object.assign(new Error(name), stack === undefined ? {} : { stack });
  return new KaizenWorkerError(message, 'defect', { cause });
}

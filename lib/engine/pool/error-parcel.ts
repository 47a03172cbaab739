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
  /** Of one of ours, the error that led to it. */
  readonly cause?: ErrorParcel;
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
  if (error instanceof KaizenError) return packOwn(error);
  const { name, stack } = error instanceof Error ? error : { name: typeof error, stack: undefined };
  return { facts: { name }, ...(stack !== undefined && { stack }) };
}

function packOwn(error: KaizenError): ErrorParcel {
  const { cause } = error;
  return { facts: error.toJSON(), ...(cause !== undefined && { cause: packError(cause) }) };
}

/**
 * The error as it was thrown in the other thread: the same class, facts and causes. One that is not ours is
 * a defect and becomes the cause of a `KaizenWorkerError`.
 */
export function unpackError(parcel: ErrorParcel): KaizenError {
  return revive(parcel) ?? defect(parcel);
}

/** Not by its constructor: each has parameters of its own, and may word the message anew. */
function revive({ facts, cause }: ErrorParcel): KaizenError | undefined {
  const type = CLASSES[String(facts['name'])];
  if (type === undefined) return undefined;
  const { message, ...others } = facts;
  const options = cause && { cause: revive(cause) ?? foreign(cause) };
  const error = Object.setPrototypeOf(new Error(String(message), options), type.prototype) as Error;
  return Object.assign(error as KaizenError, others);
}

/** An error that is not ours: its message may hold anything, and stays in the stack. */
function foreign({ facts, stack }: ErrorParcel): Error {
  const name = String(facts['name']);
  return Object.assign(new Error(name), { name }, stack === undefined ? {} : { stack });
}

function defect(parcel: ErrorParcel): KaizenWorkerError {
  const message = `The worker thread met a defect (${String(parcel.facts['name'])}). Please report it with its cause.`;
  return new KaizenWorkerError(message, 'defect', { cause: foreign(parcel) });
}

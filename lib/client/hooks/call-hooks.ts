import { KaizenError } from '../../errors/kaizen.error.js';
import { KaizenHookError, type KaizenHookName } from '../../errors/hook.error.js';
import { printableCause } from '../../observability/redact/printable-cause.js';
import type { Redactor } from '../../observability/redact/redactor.js';
import type {
  KaizenHookContext,
  KaizenHookOutcome,
  KaizenHooks,
} from '../../options/hook-options.js';
import type { KaizenStreamEnd } from '../../transport/kaizen-transport.js';
import { headers as headersRule } from '../../options/http-rules.js';

/** Headers by their names. */
type Headers = Readonly<Record<string, string>>;

/** How a request ended, as a hook is told. */
export type HookedEnd = Pick<
  KaizenHookOutcome,
  'outcome' | 'error' | 'durationMs' | 'servedBy' | 'attempts'
>;

/** One run of a hook. */
interface Run {
  readonly hook: KaizenHookName;
  readonly context: KaizenHookContext;
  readonly secrets: readonly string[];
}

/** Runs the hooks of a client. What one throws becomes a `KaizenHookError`. */
export class CallHooks {
  constructor(
    private readonly hooks: KaizenHooks,
    private readonly redactor: Redactor,
  ) {}

  /**
   * Runs `beforeRequest`.
   *
   * @param secrets What of the call must not be seen.
   * @returns The headers that it wants to be sent.
   */
  async before(
    context: KaizenHookContext,
    secrets: readonly string[],
  ): Promise<Headers | undefined> {
    const { hooks } = this;
    if (!hooks.beforeRequest) return undefined;
    const run = () => hooks.beforeRequest!(context);
    const wishes = await this.#run({ hook: 'beforeRequest', context, secrets }, run);
    const headers = (wishes as { headers?: unknown } | null | undefined)?.headers;
    if (headers === undefined) return undefined;
    if (headersRule.accepts(headers)) return { ...(headers as Headers) };
    throw this.#failed(
      'beforeRequest',
      context,
      `gave headers that cannot be sent. Give ${headersRule.expects}.`,
    );
  }

  /** Runs `afterResponse`. */
  async after(
    context: KaizenHookContext,
    end: HookedEnd,
    secrets: readonly string[],
  ): Promise<void> {
    const { hooks } = this;
    if (!hooks.afterResponse) return;
    const outcome = Object.freeze(outcomeOf(context, end));
    const run = () => hooks.afterResponse!(outcome);
    await this.#run({ hook: 'afterResponse', context, secrets }, run);
  }

  async #run<T>({ hook, context, secrets }: Run, work: () => T | Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      const rest = 'threw an error, which is the cause. Correct it, or leave it out.';
      const shown = printableCause(cause, this.redactor.knowing(secrets));
      throw this.#failed(hook, context, rest, shown);
    }
  }

  #failed(
    hook: KaizenHookName,
    { requestId }: KaizenHookContext,
    rest: string,
    cause?: unknown,
  ): KaizenHookError {
    return new KaizenHookError(`The hook ${hook} ${rest}`, hook, { requestId, cause });
  }
}

/** With the payload's accessor kept as it is: nobody may want to read it. */
function outcomeOf(context: KaizenHookContext, end: HookedEnd): KaizenHookOutcome {
  const own = Object.getOwnPropertyDescriptors(context);
  return Object.defineProperties({ ...end }, own) as KaizenHookOutcome;
}

/** Who has answered, and after how many requests. */
export function servedBy(
  { servedBy: who, attempts }: KaizenStreamEnd,
  asked: HookedEnd['servedBy'],
): Pick<HookedEnd, 'servedBy' | 'attempts'> {
  return { servedBy: who ?? asked, ...(attempts !== undefined && { attempts }) };
}

/** What a request has failed with, and after how many attempts. */
export function failedWith(error: unknown): Pick<HookedEnd, 'outcome' | 'error' | 'attempts'> {
  const attempts = error instanceof KaizenError ? error.attempts : undefined;
  return { outcome: 'error', error, ...(attempts !== undefined && { attempts }) };
}

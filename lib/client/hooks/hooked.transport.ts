import type { KaizenBatchOperation } from '../../contract/batch-routes.js';
import type { KaizenOperation } from '../../contract/operations.js';
import type { KaizenRequests } from '../../contract/types.js';
import { KaizenHookError } from '../../errors/hook.error.js';
import { secretsOfCall } from '../../observability/redact/known-secrets.js';
import type { Reporter } from '../../observability/reporter.js';
import type { KaizenHookContext, KaizenHooks } from '../../options/hook-options.js';
import type {
  KaizenBatchAnswer,
  KaizenBatchItem,
  KaizenTransport,
  KaizenTransportAnswer,
  KaizenTransportCall,
} from '../../transport/kaizen-transport.js';
import { TransportDecorator } from '../../transport/resilience/transport-decorator.js';
import { CallHooks, type HookedEnd } from './call-hooks.js';
import { readOnlyView } from './read-only-view.js';

/** What is hooked: one request, several together, a stream. */
interface Hooked {
  readonly operation: KaizenOperation;
  readonly payload: unknown;
  readonly call: KaizenTransportCall;
}

/** A transport with a user's own hooks around every request. It stands before all others. */
export class HookedTransport extends TransportDecorator {
  override readonly executeBatch: KaizenTransport['executeBatch'];
  override readonly encodeStream: KaizenTransport['encodeStream'];
  override readonly decodeStream: KaizenTransport['decodeStream'];
  readonly #hooks: CallHooks;

  constructor(
    inner: KaizenTransport,
    hooks: KaizenHooks,
    private readonly client: string,
    private readonly reporter: Pick<Reporter, 'redactor' | 'hookFailed'>,
  ) {
    super(inner);
    this.#hooks = new CallHooks(hooks, reporter.redactor);
    this.executeBatch =
      inner.executeBatch && ((operation, items, call) => this.#batch(operation, items, call));
    this.encodeStream =
      inner.encodeStream &&
      ((payload, call) =>
        this.#stream({ operation: 'promptsEncode', payload, call }, (told) =>
          inner.encodeStream!(payload, told),
        ));
    this.decodeStream =
      inner.decodeStream &&
      ((request, call) =>
        this.#stream({ operation: 'promptsDecode', payload: undefined, call }, (told) =>
          inner.decodeStream!(request, told),
        ));
  }

  /** {@inheritDoc KaizenTransport.execute} */
  execute<O extends KaizenOperation>(
    operation: O,
    request: KaizenRequests[O],
    call: KaizenTransportCall,
  ): Promise<KaizenTransportAnswer> {
    return this.#around(
      { operation, payload: request, call },
      (told) => this.inner.execute(operation, request, told),
      ({ servedBy, attempts }) => ({ servedBy, ...(attempts !== undefined && { attempts }) }),
    );
  }

  #batch<O extends KaizenBatchOperation>(
    operation: O,
    items: readonly KaizenBatchItem<O>[],
    call: KaizenTransportCall,
  ): Promise<readonly KaizenBatchAnswer[] | undefined> {
    const payload = items.map(({ request }) => request);
    return this.#around(
      { operation, payload, call },
      (told) => this.inner.executeBatch!(operation, items, told),
      () => ({ servedBy: this.kind }),
    );
  }

  async #around<T>(
    hooked: Hooked,
    work: (told: KaizenTransportCall) => Promise<T>,
    facts: (answer: T) => Pick<HookedEnd, 'servedBy' | 'attempts'>,
  ): Promise<T> {
    const context = this.#context(hooked);
    const call = await this.#before(context, hooked.call);
    const startedAt = performance.now();
    const end = (told: Pick<HookedEnd, 'outcome' | 'error'>, answer?: T): Promise<void> =>
      this.#after(context, call, {
        ...told,
        durationMs: performance.now() - startedAt,
        ...(answer === undefined ? { servedBy: this.kind } : facts(answer)),
      });
    const answer = await work(call).catch(async (error: unknown) => {
      await end({ outcome: 'error', error });
      throw error;
    });
    // Requests that cannot be sent together were not: each will be, by itself.
    if (answer !== undefined) await end({ outcome: 'ok' }, answer);
    return answer;
  }

  async *#stream<P>(
    hooked: Hooked,
    open: (told: KaizenTransportCall) => AsyncIterable<P>,
  ): AsyncGenerator<P, void, undefined> {
    const context = this.#context(hooked);
    const call = await this.#before(context, hooked.call);
    const startedAt = performance.now();
    let told: Pick<HookedEnd, 'outcome' | 'error'> = { outcome: 'error' };
    try {
      yield* open(call);
      told = { outcome: 'ok' };
    } catch (error) {
      told = { outcome: 'error', error };
      throw error;
    } finally {
      const durationMs = performance.now() - startedAt;
      await this.#after(context, call, { ...told, durationMs, servedBy: this.kind });
    }
  }

  async #before(
    context: KaizenHookContext,
    call: KaizenTransportCall,
  ): Promise<KaizenTransportCall> {
    const secretHeaders = await this.#hooks.before(context, secretsOfCall(call));
    // Meanwhile the caller may have gone.
    call.signal.throwIfAborted();
    return secretHeaders ? { ...call, secretHeaders } : call;
  }

  /** Of a request that has failed its own error is told, whatever becomes of the hook. */
  async #after(
    context: KaizenHookContext,
    call: KaizenTransportCall,
    end: HookedEnd,
  ): Promise<void> {
    try {
      await this.#hooks.after(context, end, secretsOfCall(call));
    } catch (error) {
      if (end.outcome === 'ok' || !(error instanceof KaizenHookError)) throw error;
      const isPassedOn = error.cause === end.error;
      if (!isPassedOn) this.reporter.hookFailed(context, error);
    }
  }

  #context({ operation, payload, call }: Hooked): KaizenHookContext {
    const { requestId, signal } = call;
    const { client, kind: transport } = this;
    return Object.freeze({
      ...{ client, operation, requestId, transport, signal },
      get payload() {
        return readOnlyView(payload);
      },
    });
  }
}

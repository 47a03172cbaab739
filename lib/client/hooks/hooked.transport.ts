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
  KaizenDecodeStreamPart,
  KaizenEncodeStreamPart,
  KaizenTransport,
  KaizenTransportAnswer,
  KaizenTransportCall,
} from '../../transport/kaizen-transport.js';
import { TransportDecorator } from '../../transport/resilience/transport-decorator.js';
import { BatchTurns } from './batch-turns.js';
import { CallHooks, failedWith, type HookedEnd, servedBy } from './call-hooks.js';
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
  readonly #turns = new BatchTurns();

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
      (answer) => servedBy(answer, this.kind),
    );
  }

  async #batch<O extends KaizenBatchOperation>(
    operation: O,
    items: readonly KaizenBatchItem<O>[],
    call: KaizenTransportCall,
  ): Promise<readonly KaizenBatchAnswer[] | undefined> {
    const asking = this.#turns.asking(operation);
    if (asking) await asking;
    call.signal.throwIfAborted();
    const takesBatch = this.takesBatch(operation);
    if (takesBatch === false) return undefined;
    const asked = this.#together(operation, items, call);
    if (takesBatch === undefined) this.#turns.ask(operation, asked);
    return asked;
  }

  #together<O extends KaizenBatchOperation>(
    operation: O,
    items: readonly KaizenBatchItem<O>[],
    call: KaizenTransportCall,
  ): Promise<readonly KaizenBatchAnswer[] | undefined> {
    const payload = items.map(({ request }) => request);
    let refusal: unknown;
    const onRefused = (error: unknown): void => void (refusal = error);
    return this.#around(
      { operation, payload, call },
      (told) => this.inner.executeBatch!(operation, items, { ...told, onRefused }),
      (answers) => ({
        servedBy: this.kind,
        // They have been refused together: each will be sent by itself.
        ...(!answers && failedWith(refusal)),
      }),
    );
  }

  async #around<T>(
    hooked: Hooked,
    work: (told: KaizenTransportCall) => Promise<T>,
    facts: (answer: T) => Omit<HookedEnd, 'outcome' | 'durationMs'> & Partial<HookedEnd>,
  ): Promise<T> {
    const context = this.#context(hooked);
    const call = await this.#before(context, hooked.call);
    const startedAt = performance.now();
    const end = (told: Omit<HookedEnd, 'durationMs'>): Promise<void> =>
      this.#after(context, call, { durationMs: performance.now() - startedAt, ...told });
    const answer = await work(call).catch(async (error: unknown) => {
      await end({ ...failedWith(error), servedBy: this.kind });
      throw error;
    });
    await end({ outcome: 'ok', ...facts(answer) });
    return answer;
  }

  async *#stream<P extends KaizenEncodeStreamPart | KaizenDecodeStreamPart>(
    hooked: Hooked,
    open: (told: KaizenTransportCall) => AsyncIterable<P>,
  ): AsyncGenerator<P, void, undefined> {
    const context = this.#context(hooked);
    const call = await this.#before(context, hooked.call);
    const startedAt = performance.now();
    let told: Partial<HookedEnd> & Pick<HookedEnd, 'outcome'> = { outcome: 'error' };
    try {
      for await (const part of open(call)) {
        if (part.type === 'done') told = { outcome: 'ok', ...servedBy(part, this.kind) };
        yield part;
      }
    } catch (error) {
      told = failedWith(error);
      throw error;
    } finally {
      const durationMs = performance.now() - startedAt;
      await this.#after(context, call, { servedBy: this.kind, ...told, durationMs });
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

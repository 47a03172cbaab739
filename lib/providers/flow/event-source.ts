import { untilAborted } from '../../transport/http/stream/until-aborted.js';
import type { ChatRequest, ProviderAdapter, ProviderEvent } from '../adapter.js';
import type { ChatCall } from './chat-call.js';
import { faultOf, FlowFault } from './flow-fault.js';
import { GatheredReply } from './gathered-reply.js';
import { ResponseNotes } from './response-notes.js';

/** The events of a stream, from as many attempts as it takes until the first of them is told. */
export class EventSource {
  /** What has come until now. */
  reply = new GatheredReply();
  /** What the response's headers told. */
  notes = new ResponseNotes();
  readonly #queue: ProviderEvent[] = [];
  #events: AsyncIterator<unknown> | undefined;
  #retries = 0;
  #isOver = false;

  constructor(
    private readonly call: ChatCall,
    private readonly adapter: ProviderAdapter,
    private readonly request: ChatRequest,
  ) {}

  /**
   * The next event; `undefined` after the last one.
   *
   * @throws {@link KaizenProviderError} when the stream fails; it has the text until then.
   */
  async next(): Promise<ProviderEvent | undefined> {
    while (this.#queue.length === 0 && !this.#isOver) {
      try {
        await this.#pull();
      } catch (error) {
        await this.#recover(error);
      }
    }
    return this.#queue.shift();
  }

  /** Lets go of the stream. It is not waited for: some streams end only with their connection. */
  close(): void {
    const ended = this.#events?.return?.();
    if (ended) Promise.resolve(ended).catch(() => undefined);
  }

  async #pull(): Promise<void> {
    const { signal } = this.call.clock;
    this.#events ??= await this.#open();
    const step = await untilAborted(this.#events.next(), signal);
    if (step.done) return this.#end();
    for (const event of this.adapter.readEvent(step.value)) {
      if (event.type === 'error') throw faultOf(event.error);
      this.reply.add(event);
      this.#queue.push(event);
    }
  }

  async #open(): Promise<AsyncIterator<unknown>> {
    const context = this.call.begin(this.notes);
    const opened = Promise.resolve(this.adapter.stream(this.request, context));
    const events = await untilAborted(opened, context.signal);
    return events[Symbol.asyncIterator]();
  }

  #end(): void {
    if (this.reply.finishReason === undefined) throw new FlowFault('incomplete-stream');
    this.#isOver = true;
    this.call.retries.succeeded(this.#retries);
  }

  /** After the model's last word nothing is missing but, perhaps, the usage. */
  async #recover(error: unknown): Promise<void> {
    const { call, reply, notes } = this;
    if (reply.finishReason !== undefined && !call.clock.ended) {
      this.#isOver = true;
      return;
    }
    const failure = call.failure(error, notes, reply.text);
    this.close();
    if (reply.hasBegun || !(await call.retries.again(failure, notes, this.#retries))) throw failure;
    this.#retries++;
    this.#events = undefined;
    this.reply = new GatheredReply();
    this.notes = new ResponseNotes();
  }
}

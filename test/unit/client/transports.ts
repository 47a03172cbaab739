import type { KaizenOperation } from '../../../lib/contract/operations.js';
import type {
  KaizenTransport,
  KaizenTransportAnswer,
  KaizenTransportCall,
} from '../../../lib/transport/kaizen-transport.js';

/** A transport whose calls stay under way until the test answers them. */
export class HeldTransport implements KaizenTransport {
  readonly kind = 'embedded';
  readonly calls: (KaizenTransportCall & { answer: (body: unknown) => void })[] = [];
  closed = 0;

  execute(_operation: KaizenOperation, _request: unknown, call: KaizenTransportCall) {
    return new Promise<KaizenTransportAnswer>((resolve) => {
      const answer = (body: unknown) => resolve({ body, servedBy: this.kind });
      this.calls.push({ ...call, answer });
    });
  }

  close(): Promise<void> {
    this.closed += 1;
    return Promise.resolve();
  }
}

/** A transport that answers every call with the same body, or fails each with the same error. */
export class FixedTransport implements KaizenTransport {
  readonly kind = 'embedded';

  constructor(private readonly body: () => unknown) {}

  async execute(): Promise<KaizenTransportAnswer> {
    return { body: await Promise.resolve().then(this.body), servedBy: this.kind };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

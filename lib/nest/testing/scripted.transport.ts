import type { KaizenOperation } from '../../contract/operations.js';
import { isRecord } from '../../contract/is-record.js';
import type { KaizenRequests } from '../../contract/types.js';
import { wireStats } from '../../engine/wire-envelope.js';
import type {
  KaizenTransport,
  KaizenTransportAnswer,
  KaizenTransportCall,
} from '../../transport/kaizen-transport.js';
import { TransportDecorator } from '../../transport/resilience/transport-decorator.js';
import type { KaizenRecorder } from './kaizen-recorder.js';
import type { KaizenResponders, KaizenScriptedBody } from './scripted-answer.js';

/** Answers as a test has said, and has the transport behind it do the rest. */
export class ScriptedTransport extends TransportDecorator {
  override readonly encodeStream: KaizenTransport['encodeStream'];
  override readonly decodeStream: KaizenTransport['decodeStream'];

  constructor(
    inner: KaizenTransport,
    private readonly recorder: KaizenRecorder,
    private readonly responders: KaizenResponders = {},
  ) {
    super(inner);
    this.encodeStream = (request, call) => {
      recorder.takeNext('promptsEncodeStream')?.();
      return inner.encodeStream!(request, call);
    };
    this.decodeStream = (request, call) => {
      recorder.takeNext('promptsDecodeStream')?.();
      return inner.decodeStream!(request, call);
    };
  }

  /** {@inheritDoc KaizenTransport.execute} */
  async execute<O extends KaizenOperation>(
    operation: O,
    request: KaizenRequests[O],
    call: KaizenTransportCall,
  ): Promise<KaizenTransportAnswer> {
    const responder = this.recorder.takeNext(operation) ?? this.responders[operation];
    const body = await responder?.(request, call);
    if (body === undefined) return this.inner.execute(operation, request, call);
    return { body: filled(operation, body), servedBy: this.kind };
  }
}

function filled(operation: KaizenOperation, body: KaizenScriptedBody): KaizenScriptedBody {
  if (operation === 'health') return { status: 'ok', ...body };
  return { status: 'ok', ...body, stats: filledStats(body['stats'] ?? {}) };
}

/** What is no object is left as it is, for the client to find. */
function filledStats(stats: unknown): unknown {
  if (!isRecord(stats)) return stats;
  const { original_bytes: original = 0, compressed_bytes: compressed = original } = stats;
  return { ...wireStats(Number(original), Number(compressed)), ...stats };
}

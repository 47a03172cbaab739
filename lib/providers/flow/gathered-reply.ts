import type { ProviderEvent, ProviderReply } from '../adapter.js';
import type { RawPart } from '../chat/part.js';
import { madeCallId } from '../chat/made-call-id.js';
import type { ToolCall } from '../chat/tool.js';
import type { ChatUsage, FinishReason } from '../chat/usage.js';

type ToolEvent = ProviderEvent & { type: 'tool' };

/** A call as far as it has come. */
interface GatheredCall {
  readonly index: number;
  /** Whether the vendor gave its id. */
  hasId: boolean;
  call: ToolCall;
}

/** What has come of a streamed reply. */
export class GatheredReply {
  text = '';
  finishReason: FinishReason | undefined;
  usage: ChatUsage | undefined;
  #model: string | undefined;
  readonly #calls: GatheredCall[] = [];
  readonly #carried: RawPart[] = [];

  /** Whether anything of it has been told to the caller. */
  get hasBegun(): boolean {
    return this.text !== '' || this.#calls.length > 0;
  }

  /** Takes an event in. */
  add(event: ProviderEvent): void {
    switch (event.type) {
      case 'text':
        this.text += event.text;
        break;
      case 'tool':
        this.#addCall(event);
        break;
      case 'usage':
        this.usage = { ...this.usage, ...event.usage };
        break;
      case 'model':
        this.#model = event.model;
        break;
      case 'carried':
        this.#carried.push(event.part);
        break;
      case 'finish':
        this.finishReason = event.reason;
        break;
      case 'error':
        break;
    }
  }

  /** The calls, in the order of their places. */
  get toolCalls(): ToolCall[] {
    const inOrder = this.#calls.toSorted((one, other) => one.index - other.index);
    return inOrder.map(({ call }) => ({ ...call, arguments: call.arguments || '{}' }));
  }

  /** Not every endpoint numbers its calls: another id is another call. */
  #addCall(piece: ToolEvent): void {
    const { index, id } = piece;
    const before = this.#calls.findLast((gathered) => gathered.index === index);
    const isSame = before && (id === undefined || !before.hasId || before.call.id === id);
    if (!isSame) {
      const call = joined({ id: madeCallId(), name: '', arguments: '' }, piece);
      this.#calls.push({ index, hasId: id !== undefined, call });
      return;
    }
    before.call = joined(before.call, piece);
    before.hasId ||= id !== undefined;
  }

  /** All of it, as a reply that came at once. */
  reply(): ProviderReply {
    const { text, toolCalls, finishReason, usage } = this;
    return {
      text,
      toolCalls,
      carried: this.#carried,
      ...(finishReason && { finishReason }),
      ...(usage && { usage }),
      ...(this.#model !== undefined && { model: this.#model }),
    };
  }
}

function joined(call: ToolCall, piece: ToolEvent): ToolCall {
  const vendor = piece.vendor ? { ...call.vendor, ...piece.vendor } : call.vendor;
  return {
    id: piece.id ?? call.id,
    name: piece.name ?? call.name,
    arguments: call.arguments + (piece.arguments ?? ''),
    ...(vendor && { vendor }),
  };
}

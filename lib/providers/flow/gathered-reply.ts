import type { ProviderEvent, ProviderReply } from '../adapter.js';
import type { RawPart } from '../chat/part.js';
import type { ToolCall } from '../chat/tool.js';
import type { ChatUsage, FinishReason } from '../chat/usage.js';

type ToolEvent = ProviderEvent & { type: 'tool' };

/** What has come of a streamed reply. */
export class GatheredReply {
  text = '';
  finishReason: FinishReason | undefined;
  usage: ChatUsage | undefined;
  #model: string | undefined;
  readonly #calls = new Map<number, ToolCall>();
  readonly #carried: RawPart[] = [];

  /** Whether anything of it has been told to the caller. */
  get hasBegun(): boolean {
    return this.text !== '' || this.#calls.size > 0;
  }

  /** Takes an event in. */
  add(event: ProviderEvent): void {
    switch (event.type) {
      case 'text':
        this.text += event.text;
        break;
      case 'tool':
        this.#calls.set(event.index, joined(this.#calls.get(event.index), event));
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
    return [...this.#calls.entries()].sort(([one], [other]) => one - other).map(([, call]) => call);
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

function joined(before: ToolCall | undefined, piece: ToolEvent): ToolCall {
  const call = before ?? { id: `call_${piece.index}`, name: '', arguments: '' };
  const vendor = piece.vendor ? { ...call.vendor, ...piece.vendor } : call.vendor;
  return {
    id: piece.id ?? call.id,
    name: piece.name ?? call.name,
    arguments: call.arguments + (piece.arguments ?? ''),
    ...(vendor && { vendor }),
  };
}

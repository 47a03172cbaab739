import type { KaizenService } from '../../client/kaizen.service.js';
import { LoopShare } from '../../engine/pool/loop-share.js';
import type { ChatMessage, SentMessage } from '../chat/message.js';
import type { CompressOptions } from '../options/compress-options.js';
import { DATA_HINT, withHint } from '../reply/hints.js';
import type { Block } from './block.js';
import { type DraftMessage, MessageDrafter } from './draft-messages.js';
import { Outcome } from './outcome.js';
import type { CompressionReceipt } from './receipt.js';

/** How a chat is compressed. */
export interface CompressPlan {
  readonly options: false | CompressOptions;
  /** The model whose tokens are counted; without it none are. */
  readonly countFor?: string | undefined;
  /** The line that asks for the reply's form. Paths do not count the message that it may become. */
  readonly replyHint?: string | undefined;
  readonly signal: AbortSignal;
}

/** A chat as it is sent, and what that came to. */
export interface CompressedChat {
  readonly messages: SentMessage[];
  readonly receipt: CompressionReceipt;
}

/** Longer than this a chat does not wait for its encoding: it is sent as it is. */
const LONGEST_MS = 5000;

/** Compresses chats by a Kaizen client. What cannot be compressed is sent as it is, and told. */
export class ChatCompressor {
  /** Of many chats that begin at once, each waits for its turn. */
  readonly #share = new LoopShare();

  constructor(
    private readonly kaizen: Pick<KaizenService, 'promptsEncode' | 'promptsEncodeBatch'>,
  ) {}

  async compress(messages: readonly ChatMessage[], plan: CompressPlan): Promise<CompressedChat> {
    await this.#share.next();
    const drafter = new MessageDrafter(plan.options);
    const drafts = messages.map((message, index) => drafter.draft(message, index));
    const outcome = new Outcome();
    await this.#encode(blocksOf(drafts), plan.signal, outcome);
    let sent = drafts.map((draft) => outcome.message(draft));
    const { replyHint } = plan;
    if (replyHint !== undefined) sent = withHint(sent, outcome.added(replyHint, replyHint));
    const dataHint = hintOf(plan.options);
    if (dataHint !== undefined) sent = withHint(sent, outcome.added(dataHint));
    return { messages: sent, receipt: await outcome.receipt(plan.countFor) };
  }

  async #encode(blocks: readonly Block[], signal: AbortSignal, outcome: Outcome): Promise<void> {
    const asked = blocks.filter(({ payload }) => payload !== undefined);
    const call = { signal, timeoutMs: LONGEST_MS };
    if (asked.length === 0) return;
    try {
      if (asked.length === 1) {
        const [block] = asked as [Block];
        return outcome.encoded(
          block,
          (await this.kaizen.promptsEncode(block.payload!, call)).result,
        );
      }
      const payloads = asked.map(({ payload }) => payload!);
      const { items, errors } = await this.kaizen.promptsEncodeBatch(payloads, call);
      items.forEach((item, at) => item && outcome.encoded(asked[at]!, item.result));
      for (const { index, error } of errors) outcome.failed(asked[index]!, error);
    } catch (error) {
      for (const block of asked) outcome.failed(block, error);
    }
  }
}

/** The line that is in every chat of the provider, whatever is in the chat: it must not come and go. */
function hintOf(options: CompressPlan['options']): string | undefined {
  const hint = options && options.hint;
  if (!hint) return undefined;
  return hint === true ? DATA_HINT : hint;
}

function blocksOf(drafts: readonly DraftMessage[]): Block[] {
  return drafts
    .flatMap(({ parts }) => parts)
    .flatMap((part) => (part.type === 'draft' ? part.draft : []))
    .filter((piece): piece is Block => typeof piece !== 'string');
}

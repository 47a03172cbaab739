import type { ChatMessage } from '../chat/message.js';
import type { DataPart, SentPart, TextPart } from '../chat/part.js';
import type { CompressOptions } from '../options/compress-options.js';
import { type Block, type Draft, writeDraft } from './block.js';
import { blockOfValue, blocksOfText, type TextRules } from './blocks-of-text.js';

/** A part whose text is not decided yet. */
export interface DraftPart {
  readonly type: 'draft';
  readonly draft: Draft;
  readonly vendor?: Readonly<Record<string, unknown>> | undefined;
}

/** A message whose texts are not decided yet. */
export interface DraftMessage {
  readonly message: ChatMessage;
  readonly parts: readonly (DraftPart | Exclude<SentPart, TextPart>)[];
  /** Of a tool's result: the tool. */
  readonly toolName?: string | undefined;
}

type PartRules = Omit<TextRules, 'prose'>;

/** Finds what may be compressed in a chat. What it finds depends on each message and the options alone. */
export class MessageDrafter {
  readonly #tools = new Map<string, string>();

  /** @param options What is compressed; `false`: nothing. */
  constructor(private readonly options: false | CompressOptions) {}

  draft(message: ChatMessage, index: number): DraftMessage {
    if (message.role === 'assistant') this.#remember(message);
    const toolName =
      message.role === 'tool' ? (message.name ?? this.#tools.get(message.toolCallId)) : undefined;
    const parts = this.#parts(message, `messages[${index}].content`, toolName);
    return { message, toolName, parts };
  }

  #remember({ toolCalls = [] }: ChatMessage & { role: 'assistant' }): void {
    for (const { id, name } of toolCalls) this.#tools.set(id, name);
  }

  #parts(message: ChatMessage, path: string, tool?: string): DraftMessage['parts'] {
    const { content = [] } = message;
    if (typeof content === 'string') {
      const rules = { path, fenced: false, ...this.#skip(message, tool) };
      return [{ type: 'draft', draft: this.#text(content, rules, message) }];
    }
    // A tool's result stands alone; elsewhere a vendor may put texts behind each other.
    const fenced = message.role !== 'tool';
    return content.map((part, place) => {
      if (part.type !== 'text' && part.type !== 'data') return part;
      const rules = {
        path: `${path}[${place}]`,
        fenced,
        ...this.#skip(message, tool, part.compress),
      };
      return this.#part(part, rules, message);
    });
  }

  #part(part: TextPart | DataPart, rules: PartRules, message: ChatMessage): DraftPart {
    const draft =
      part.type === 'data'
        ? this.#data(part.value, rules, message)
        : this.#text(part.text, rules, message, part.compress);
    return { type: 'draft', draft, vendor: part.vendor };
  }

  /** What the model said is JSON, whatever it was kept as. */
  #data(value: unknown, rules: PartRules, message: ChatMessage): Draft {
    const draft = blockOfValue(value, rules);
    if (message.role !== 'assistant') return draft;
    return [writeDraft(draft, ({ original }) => original)];
  }

  /** What the model said stays as it is; a system message is looked into when that is asked for. */
  #text(text: string, rules: PartRules, message: ChatMessage, own?: boolean): Draft {
    const { options } = this;
    if (options === false || message.role === 'assistant') return [text];
    const isAsked = own ?? message.compress ?? options.system ?? false;
    if (message.role === 'system' && !isAsked) return [text];
    return blocksOfText(text, { ...rules, prose: options.prose ?? false });
  }

  #skip(message: ChatMessage, tool?: string, own?: boolean): { skip?: Block['skip'] } {
    const { options } = this;
    if (options === false || !(own ?? message.compress ?? true)) return { skip: 'off' };
    const isListed = message.role !== 'tool' || (options.tools?.includes(tool ?? '') ?? true);
    return isListed ? {} : { skip: 'tool' };
  }
}

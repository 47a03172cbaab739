import type { AssistantMessage, ChatMessage } from '../chat/message.js';
import type { ToolCall } from '../chat/tool.js';

/**
 * The chat as a provider may get it: what a model of another one said, without the parts and fields that only
 * that one reads, such as thoughts with their signatures. Text, calls and arguments stay.
 */
export function withoutForeign(messages: readonly ChatMessage[], provider: string): ChatMessage[] {
  return messages.map((message) => (isForeign(message, provider) ? plain(message) : message));
}

function isForeign(message: ChatMessage, provider: string): message is AssistantMessage {
  if (message.role !== 'assistant') return false;
  return message.provider !== undefined && message.provider !== provider;
}

function plain(message: AssistantMessage): AssistantMessage {
  const { content, toolCalls } = message;
  const said =
    typeof content === 'string' ? content : content?.filter(({ type }) => type !== 'raw');
  return {
    ...message,
    ...(said !== undefined && { content: said.length === 0 ? '' : said }),
    ...(toolCalls && { toolCalls: toolCalls.map(plainCall) }),
  };
}

function plainCall({ id, name, arguments: given }: ToolCall): ToolCall {
  return { id, name, arguments: given };
}

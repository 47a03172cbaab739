import { chat } from '../tokens/data/chat.mjs';
import { styles } from './styles.mjs';

/**
 * A chat request as it is sent: tool results and arguments are JSON in strings.
 * @typedef {{ name: string, style: string, request: { messages: object[] } }} SentChat
 */

/**
 * The chats of the token benchmark, once in every style.
 * @returns {SentChat[]}
 */
export function sentChats() {
  return chat.sets.flatMap(({ name, load }) =>
    Object.entries(styles).map(([style, write]) => ({
      name,
      style,
      request: asSent(load(), write),
    })),
  );
}

function asSent(request, write) {
  return { ...request, messages: request.messages.map((message) => sentMessage(message, write)) };
}

function sentMessage({ content, tool_calls: calls, ...message }, write) {
  const isText = typeof content === 'string' || content === null;
  return {
    ...message,
    content: isText ? content : write(content),
    ...(calls && { tool_calls: calls.map(sentCall) }),
  };
}

function sentCall({ function: { name, arguments: args }, ...call }) {
  return { ...call, function: { name, arguments: JSON.stringify(args) } };
}

/**
 * One step of a chat: what somebody says, or a tool call with its structured result.
 * @typedef {{ role: 'user' | 'assistant', content: string }} Say
 * @typedef {{ tool: string, arguments: object, content: unknown }} Call
 */

/** @param {string} content @returns {Say} */
export const user = (content) => ({ role: 'user', content });

/** @param {string} content @returns {Say} */
export const assistant = (content) => ({ role: 'assistant', content });

/** @param {string} tool @param {object} args @param {unknown} content @returns {Call} */
export const call = (tool, args, content) => ({ tool, arguments: args, content });

/**
 * A chat request of these steps. Call ids are numbered in order: nothing in a data set may be random.
 * @param {(Say | Call)[]} steps
 */
export function chatRequest(steps) {
  const system = { role: 'system', content: 'Answer from the tool results only.' };
  const messages = steps.flatMap((step, at) =>
    'tool' in step ? callAndResult(step, `call_${at}`) : [step],
  );
  return { model: 'gpt-4o', messages: [system, ...messages] };
}

/** @param {Call} step @param {string} id @returns {object[]} */
function callAndResult({ tool, arguments: args, content }, id) {
  const requested = { id, type: 'function', function: { name: tool, arguments: args } };
  return [
    { role: 'assistant', content: null, tool_calls: [requested] },
    { role: 'tool', tool_call_id: id, name: tool, content },
  ];
}

/**
 * How frameworks write a tool's result into a message: JavaScript, prompts made to be read, Python, and
 * results of the Model Context Protocol, which hold JSON as a text inside of JSON.
 */

/** Python's `json.dumps` with its defaults: spaces behind commas and colons, ASCII only. */
function dumps(value) {
  const escape = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return spaced(value).replaceAll(/[\u007f-\uffff]/g, escape);
}

function spaced(value) {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  const entries = Object.entries(value);
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}: ${spaced(item)}`).join(', ')}}`;
}

const mcpResult = (text) => ({ content: [{ type: 'text', text }], isError: false });

/** @type {Record<string, (value: unknown) => string>} */
export const styles = {
  compact: (value) => JSON.stringify(value),
  'pretty, 2 blanks': (value) => JSON.stringify(value, null, 2),
  'json.dumps': dumps,
  'MCP result': (value) => JSON.stringify(mcpResult(JSON.stringify(value))),
};

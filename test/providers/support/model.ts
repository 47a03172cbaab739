import { LLMock } from '@copilotkit/aimock';
import { decode } from '@toon-format/toon';
import { KEY } from './vendors.js';

/** A row of the data in the suite's prompts. */
export interface Order {
  readonly id: number;
  readonly customer: string;
  readonly total: number;
}

/** Data that is worth compressing. */
export const ORDERS: readonly Order[] = Array.from({ length: 12 }, (_, at) => ({
  id: at + 1,
  customer: `customer-${at + 1}`,
  total: (at + 1) * 10,
}));

/** What the mock says the tokens were, in every vendor's words. */
const USAGE = {
  prompt_tokens: 11,
  completion_tokens: 7,
  input_tokens: 11,
  output_tokens: 7,
  promptTokenCount: 11,
  candidatesTokenCount: 7,
};

/** The greeting, which comes in pieces of four characters. */
export const GREETING = 'Hello there, friend';

/** The prompt that must not be in any error. */
export const SECRET_PROMPT = 'canary-prompt-4411: the merger closes on Friday';

const LONG = 'abcd '.repeat(60);

interface Asked {
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
}

/** A model that does what the last message of the user says. */
export function createModel(): LLMock {
  const model = new LLMock({ port: 0, logLevel: 'silent' });
  model.on({ userMessage: /^greet/ }, { content: GREETING, usage: USAGE }, { chunkSize: 4 });
  model.on({ userMessage: /^add up/ }, (asked) => ({
    content: addUp(asked),
    usage: USAGE,
  }));
  model.on(
    { userMessage: /^call a tool/, hasToolResult: false },
    {
      toolCalls: [
        { id: 'call00001', name: 'find_orders', arguments: '{"city":"Paris","limit":3}' },
      ],
    },
  );
  model.on({ userMessage: /^call a tool/, hasToolResult: true }, (asked) => ({
    content: addUp(asked),
  }));
  model.on({ userMessage: /^refuse/ }, (asked) =>
    refusal(textOf((asked as Asked).messages.at(-1))),
  );
  model.on({ userMessage: /^be late/ }, { content: GREETING }, { chaos: { latencyMs: 3000 } });
  model.on(
    { userMessage: /^be cut/ },
    { content: LONG },
    { chunkSize: 4, latency: 10, disconnectAfterMs: 150 },
  );
  model.on({ userMessage: /^reset/ }, { content: 'x' }, { chaos: { disconnectRate: 1 } });
  model.on({ userMessage: /^talk junk/ }, { content: 'x' }, { chaos: { malformedRate: 1 } });
  model.on({ userMessage: /^talk long/ }, { content: LONG }, { chunkSize: 4, latency: 10 });
  model.on({ userMessage: /^answer in JSON/ }, { content: '{"city":"Paris","people":2102650}' });
  return model;
}

/** Reads the orders off the prompt with a decoder that is not ours, and answers in JSON. */
function addUp({ messages }: Asked): string {
  const text = messages.map(textOf).join('\n');
  const start = text.indexOf('[12]{');
  const block = start === -1 ? undefined : text.slice(start).split('\n```')[0]!.trim();
  const rows = block === undefined ? fencedJson(text) : (decode(block) as unknown as Order[]);
  const total = rows.reduce((sum, row) => sum + row.total, 0);
  return JSON.stringify({ total, first: rows[0]?.customer, form: block ? 'toon' : 'json' });
}

function fencedJson(text: string): Order[] {
  const start = text.indexOf('[{"id"');
  return JSON.parse(text.slice(start, text.indexOf('}]', start) + 2)) as Order[];
}

/** As some vendors do, it says the prompt and the key again. */
function refusal(text: string) {
  const [, status = '500', retryAfter] = /^refuse (\d+)(?: (\d+))?/.exec(text) ?? [];
  return {
    error: { message: `Cannot do ${text} with ${KEY}`, type: 'some_error', code: 'some_code' },
    status: Number(status),
    ...(retryAfter !== undefined && { retryAfter: Number(retryAfter) }),
  };
}

function textOf(message: Asked['messages'][number] | undefined): string {
  const content = message?.content;
  if (typeof content === 'string') return resultIn(content);
  if (!Array.isArray(content)) return '';
  return content.map((part: { text?: string }) => part.text ?? '').join('\n');
}

/** Gemini has results of tools in an object, which the mock hands on as a text. */
function resultIn(content: string): string {
  if (!content.startsWith('{"output":')) return content;
  return (JSON.parse(content) as { output: string }).output;
}

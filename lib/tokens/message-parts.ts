import { KaizenPayloadError } from '../errors/payload.error.js';

type Part = Readonly<Record<string, unknown>>;

/** What the contents of messages hold. */
export interface CountedParts {
  /** Every text that is counted. */
  readonly texts: string[];
  /** Parts that were not counted, by type. */
  readonly uncounted: Record<string, number>;
}

/**
 * Collects the texts of a message's content: a text, a part or a list of parts. Parts that are no
 * text (images, sound, files) are counted by type instead.
 *
 * @param inResult Whether the content is a call's result, which holds no further results.
 */
export function readContent(content: unknown, read: CountedParts, inResult = false): void {
  const parts: unknown[] = Array.isArray(content) ? content : [content];
  for (const part of parts) {
    if (typeof part === 'string') read.texts.push(part);
    else if (part !== null && part !== undefined) readPart(part as Part, read, inResult);
  }
}

function readPart(part: Part, read: CountedParts, inResult: boolean): void {
  const text = [part['text'], part['refusal']].find((value) => typeof value === 'string');
  const call = callOf(part);
  const result = resultOf(part);
  if (text !== undefined) read.texts.push(text);
  else if (call) read.texts.push(...call.map(asText));
  else if (result === undefined) tell(typeOf(part), read);
  else if (!inResult && isContent(result)) readContent(result, read, true);
  else read.texts.push(asText(result));
}

function tell(type: string, { uncounted }: CountedParts): void {
  uncounted[type] = (uncounted[type] ?? 0) + 1;
}

/** The name and the arguments of a call: OpenAI's, Anthropic's, Gemini's or the AI SDK's. */
function callOf(part: Part): unknown[] | undefined {
  const inner = (part['function'] ?? part['functionCall']) as Part | undefined;
  if (inner) return [inner['name'], inner['arguments'] ?? inner['args']];
  if (part['type'] === 'function_call') return [part['name'], part['arguments']];
  if (part['type'] === 'tool_use') return [part['name'], part['input']];
  if (part['type'] === 'tool-call') return [part['toolName'], part['input'] ?? part['args']];
  return undefined;
}

/** What a call gave back, in the forms of the same four. */
function resultOf(part: Part): unknown {
  const response = part['functionResponse'] as Part | undefined;
  if (response) return response['response'] ?? '';
  if (part['type'] === 'tool_result') return part['content'] ?? '';
  const given = part['type'] === 'function_call_output' || part['type'] === 'tool-result';
  return given ? (part['output'] ?? part['result'] ?? '') : undefined;
}

/** Whether a result is a text or a list of parts, rather than a value that is sent as JSON. */
function isContent(result: unknown): boolean {
  if (typeof result === 'string') return true;
  return Array.isArray(result) && result.every((part) => typeOf(part) !== 'unknown');
}

/** `image_url`; for Gemini, whose parts have no type, the field that holds it: `inlineData`. */
function typeOf(part: unknown): string {
  if (typeof part !== 'object' || part === null) return 'unknown';
  const type = (part as Part)['type'];
  if (typeof type === 'string') return type;
  return ['text', 'inlineData', 'fileData'].find((field) => field in part) ?? 'unknown';
}

/** A value as the text that is sent of it; one that is absent is none. */
function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    return value === undefined ? '' : JSON.stringify(value);
  } catch (cause) {
    const message = 'A call in the messages has values that are no JSON. Pass plain values.';
    throw new KaizenPayloadError(message, 'KAIZEN_INVALID_PAYLOAD', '$', { cause });
  }
}

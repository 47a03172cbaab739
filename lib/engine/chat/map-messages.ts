import { isRecord } from '../../contract/is-record.js';
import type { JsonPath } from '../../ktof/embedded/json-path.js';
import { mapItems } from '../../ktof/embedded/map-strings.js';

/** What becomes of each kind of content. */
export interface ContentMap {
  /** A text; also a tool's result that is text. */
  text(text: string, path: JsonPath): string;
  /** A tool's result that is a value, where the vendor takes a text as well. */
  result(value: object, path: JsonPath): unknown;
  /** A tool's result that must stay the object it is. */
  object(value: object, path: JsonPath): unknown;
}

/**
 * The messages with their contents mapped, and nothing else: calls and their arguments, ids, images,
 * files, cache markers and reasoning stay. What does not change is passed by reference, the list
 * itself when none of it changes.
 *
 * It knows the messages of OpenAI (chat and responses), Anthropic, Gemini, Bedrock and the AI SDK.
 */
export function mapMessages(messages: unknown[], path: JsonPath, map: ContentMap): unknown[] {
  return items(messages, path, new MessageMapper(map).message);
}

type Fields = Readonly<Record<string, unknown>>;
type Visit = (value: unknown, path: JsonPath) => unknown;

/** What the model said is left as it is: it goes on in the form in which it reads itself. */
const MODEL_ROLES: readonly unknown[] = ['assistant', 'model'];
const TOOL_ROLES: readonly unknown[] = ['tool', 'function'];
/** The results of calls in OpenAI's responses, which are items without a role. */
const RESULT_ITEMS: readonly unknown[] = ['function_call_output', 'custom_tool_call_output'];
/** Gemini and Bedrock write no type; `input_text` is that of responses. */
const TEXT_TYPES: readonly unknown[] = [undefined, 'text', 'input_text'];

class MessageMapper {
  constructor(private readonly map: ContentMap) {}

  readonly message: Visit = (message, path) => {
    if (!isRecord(message)) return message;
    const { role, type, parts } = message;
    if (MODEL_ROLES.includes(role)) return message;
    if (RESULT_ITEMS.includes(type)) return field(message, 'output', path, this.result);
    if (Array.isArray(parts)) return field(message, 'parts', path, this.content);
    if (TOOL_ROLES.includes(role)) return field(message, 'content', path, this.result);
    return typeof role === 'string' ? field(message, 'content', path, this.content) : message;
  };

  /** A text, or a list of parts. */
  private readonly content: Visit = (content, path) => {
    if (typeof content === 'string') return this.map.text(content, path);
    return Array.isArray(content) ? items(content, path, this.part) : content;
  };

  /** What a tool gave back: a text, a list of parts, or any value. */
  private readonly result: Visit = (result, path) => {
    const isValue = isContainer(result) && !isPartList(result);
    return isValue ? this.map.result(result, path) : this.content(result, path);
  };

  /** What a tool gave back where a value cannot become a text. */
  private readonly object: Visit = (result, path) =>
    isContainer(result) ? this.map.object(result, path) : this.content(result, path);

  private readonly part: Visit = (part, path) => {
    if (!isRecord(part)) return part;
    if (isText(part)) return field(part, 'text', path, this.content);
    // In this order: Anthropic, Bedrock, Gemini, the AI SDK.
    if (part['type'] === 'tool_result') return field(part, 'content', path, this.result);
    if (isRecord(part['toolResult'])) return inner(part, 'toolResult.content', path, this.content);
    if (isRecord(part['functionResponse']))
      return inner(part, 'functionResponse.response', path, this.object);
    if (part['type'] === 'tool-result') return inner(part, 'output.value', path, this.object);
    return part;
  };
}

function items(list: unknown[], path: JsonPath, visit: Visit): unknown[] {
  return mapItems(list, (item, index) => visit(item, [...path, index]));
}

/** The record with one field mapped; the record itself when that changes nothing. */
function field(record: Fields, key: string, path: JsonPath, visit: Visit): Fields {
  const mapped = visit(record[key], [...path, key]);
  return mapped === record[key] ? record : { ...record, [key]: mapped };
}

/** The record with a field of one of its fields mapped: `toolResult.content`. */
function inner(record: Fields, keys: string, path: JsonPath, visit: Visit): Fields {
  const [outer = '', key = ''] = keys.split('.');
  return field(record, outer, path, (value, at) =>
    isRecord(value) ? field(value, key, at, visit) : value,
  );
}

/** A text, unless it is a thought of Gemini's. */
function isText({ type, text, thought }: Fields): boolean {
  return typeof text === 'string' && TEXT_TYPES.includes(type) && thought !== true;
}

function isPartList(value: object): boolean {
  if (!Array.isArray(value)) return false;
  return value.every((item) => isRecord(item) && typeof item['type'] === 'string');
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

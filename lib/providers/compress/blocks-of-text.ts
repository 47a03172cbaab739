import { KaizenPayloadError } from '../../errors/payload.error.js';
import type { Block, Draft } from './block.js';
import { cutAtJsonFences, type FencePiece } from './json-fences.js';
import { compactValue, parseContainer, parseJson, withNewlines } from './json-text.js';

/** How a text is looked at. */
export interface TextRules {
  readonly path: string;
  /** Why nothing in it is compressed. */
  readonly skip?: Block['skip'];
  /** Whether JSON in the middle of the text is replaced too. */
  readonly prose: boolean;
  /** Whether a text that is JSON gets a fence, since other text stands beside it. */
  readonly fenced: boolean;
}

/** Finds what of a text may be compressed: all of it, when it is JSON, or what its JSON fences hold. */
export function blocksOfText(text: string, rules: TextRules): Draft {
  const value = parseContainer(text);
  if (value) return [wholeText(text, value, rules)];
  const pieces = cutAtJsonFences(text);
  return pieces.map((piece) => pieceOf(piece, rules)).flat();
}

/**
 * A value as a block: KTOF where that is smaller, else compact JSON.
 *
 * @throws {@link KaizenPayloadError} for a value that JSON cannot hold.
 */
export function blockOfValue(value: unknown, rules: Omit<TextRules, 'prose'>): Draft {
  const { path, skip, fenced } = rules;
  const json = jsonOf(value, path);
  if (!/^[{[]/.test(json)) return [json];
  const original = fenced ? inFence(json, 'json') : json;
  const block = { path, what: 'data' as const, original, ...writing(fenced) };
  const payload = { prompt: value as object, autoDetectJson: false };
  return [skip ? { ...block, skip } : { ...block, payload }];
}

function wholeText(text: string, value: object, { path, skip, fenced }: TextRules): Block {
  const block = { path, what: 'json' as const, original: text, ...writing(fenced) };
  return skip ? { ...block, skip } : { ...block, payload: jsonPayload(text, value) };
}

function pieceOf({ text, fence }: FencePiece, { path, skip, prose }: TextRules): Draft {
  if (!fence) return prose && !skip ? [proseBlock(text, path)] : [text];
  const { opening, closing, mark } = fence;
  const parsed = parseJson(text);
  if (!parsed) return [opening, text, closing];
  const original = `${opening}${text}${closing}`;
  const write = (encoded: string) =>
    isStillJson(encoded, text)
      ? `${opening}${encoded}${closing}`
      : `${mark}ktof\n${encoded}${closing.replace(/^\r/, '')}`;
  const block = { path, what: 'fence' as const, original, write, isFenced: true };
  return [skip ? { ...block, skip } : { ...block, payload: jsonPayload(text, parsed[0]) }];
}

function proseBlock(text: string, path: string): Block {
  const payload = textPayload(text);
  return { path, what: 'prose', original: text, payload, ...writing(false) };
}

/** The engine has less to do for a value than for a text that it must give back byte for byte. */
function jsonPayload(text: string, parsed: unknown): NonNullable<Block['payload']> {
  const value = compactValue(text, parsed);
  return value ? { prompt: value, autoDetectJson: false } : textPayload(withNewlines(text));
}

function textPayload(prompt: string): NonNullable<Block['payload']> {
  return { prompt, autoDetectJson: true };
}

function writing(isFenced: boolean): Pick<Block, 'isFenced' | 'write'> {
  if (!isFenced) return { isFenced, write: (encoded) => encoded };
  return {
    isFenced,
    write: (encoded) => inFence(encoded, parseContainer(encoded) ? 'json' : 'ktof'),
  };
}

/** Whether the engine left a text as JSON. */
function isStillJson(encoded: string, text: string): boolean {
  return encoded === text || parseContainer(encoded) !== undefined;
}

function inFence(text: string, label: string): string {
  return `\`\`\`${label}\n${text}\n\`\`\``;
}

function jsonOf(value: unknown, path: string): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch {
    throw new KaizenPayloadError(
      `The value at ${path} cannot be written as JSON: it has a circle, a BigInt, or a toJSON that fails. Pass plain data.`,
      'KAIZEN_INVALID_PAYLOAD',
      path,
    );
  }
}

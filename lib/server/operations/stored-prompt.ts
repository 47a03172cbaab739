import { randomBytes } from 'node:crypto';
import type { PromptDecodePayload } from '../../contract/requests/prompt-decode-payload.dto.js';
import { isRecord } from '../../contract/is-record.js';
import type { WireEnvelope } from '../../engine/wire-envelope.js';

/** 192 random bits in 32 characters: nobody guesses one. */
const ID_BYTES = 24;

/** What brings a stored prompt back. */
interface StoredPrompt {
  readonly ktof: unknown;
  readonly meta?: unknown;
}

/** A new id for a stored prompt. */
export function newPromptId(): string {
  return `kpl_${randomBytes(ID_BYTES).toString('base64url')}`;
}

/** What is kept of an encoded prompt: its text, and what its encoding said about it. */
export function promptRecord({ result, meta }: WireEnvelope): string {
  const prompt: StoredPrompt = { ktof: result, meta };
  return JSON.stringify(prompt);
}

/** A request to decode a stored prompt, with the prompt in the place of its id. */
export function withStoredPrompt(
  request: PromptDecodePayload,
  record: string,
): PromptDecodePayload {
  const { ktof, meta } = JSON.parse(record) as StoredPrompt;
  return { ...request, ktof: String(ktof), ...(isRecord(meta) && { replayMeta: meta }) };
}

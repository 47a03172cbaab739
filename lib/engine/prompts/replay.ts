import { hash } from 'node:crypto';
import { readReplacements } from '../../ktof/embedded/read-replacements.js';
import { replayMismatch } from '../../ktof/embedded/replay-mismatch.js';
import type { Replacement } from '../../ktof/embedded/replacement.js';
import type { WireEnvelope } from '../wire-envelope.js';

/** What a result is: a text prompt as it is, or KTOF of a value with strings in it. */
export type ReplayForm = 'text' | 'strings';

/** What brings a prompt back exactly. */
export interface Replay {
  readonly form: ReplayForm;
  readonly replacements: readonly Replacement[];
}

/** Says how `replacements` is to be read; the number goes up when that changes. */
const SCHEMAS: Readonly<Record<ReplayForm, string>> = {
  text: 'kaizen.text.1',
  strings: 'kaizen.strings.1',
};

/** The fields of `meta` that bring a prompt back from this result. */
export function writeReplay(result: string, { form, replacements }: Replay): WireEnvelope {
  if (form === 'strings' && replacements.length === 0) return { replacements };
  return { segments_schema: SCHEMAS[form], replacements, digest: digestOf(result) };
}

/**
 * What a `replay_meta` says for this text; undefined when it says nothing.
 *
 * @throws KaizenPayloadError when it is not what an encode returned for this very text.
 */
export function readReplay(
  meta: Readonly<Record<string, unknown>> | null | undefined,
  text: string,
): Replay | undefined {
  const { segments_schema: schema, replacements, digest } = Object.assign(noFields(), meta);
  if (schema === undefined && isNone(replacements)) return undefined;
  const form = (['text', 'strings'] as const).find((name) => SCHEMAS[name] === schema);
  if (form === undefined || digest !== digestOf(text)) throw replayMismatch();
  return { form, replacements: readReplacements(replacements) };
}

/** An object without a prototype: nothing is inherited. */
function noFields(): Record<string, unknown> {
  return Object.create(null) as Record<string, unknown>;
}

function isNone(replacements: unknown): boolean {
  const list = replacements ?? [];
  return Array.isArray(list) && list.length === 0;
}

/** SHA-256 of the UTF-8, in Base64 for URLs. */
function digestOf(text: string): string {
  return hash('sha256', text, 'base64url');
}

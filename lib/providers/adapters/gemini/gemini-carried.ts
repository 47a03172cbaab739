import type { RawPart, SentPart } from '../../chat/part.js';

/** A part of a reply: what is read of it. */
export interface ReplyPart {
  readonly text?: string;
  /** Whether the model only thought it. */
  readonly thought?: boolean;
  readonly thoughtSignature?: string;
  readonly functionCall?: { readonly id?: string; readonly name?: string; readonly args?: unknown };
}

/** The signature of a text. It is carried without the text, which the message has already. */
type Signature = Required<Pick<ReplyPart, 'thoughtSignature'>>;

/**
 * What Gemini wants back beside the text and the calls: signatures of texts and thoughts, and all that is
 * neither of them: code and what it printed, pictures, calls of the vendor's own tools. Thoughts without a
 * signature are for people to read.
 */
export function carriedBy(parts: readonly ReplyPart[]): RawPart[] {
  return parts.flatMap((part) => {
    const value = toCarry(part);
    return value ? [{ type: 'raw' as const, value }] : [];
  });
}

/** The parts with the signatures of texts taken out; and these in one, of which the last one counts. */
export function withoutSignatures(parts: readonly SentPart[]): {
  said: SentPart[];
  signature: Signature | undefined;
} {
  return {
    said: parts.filter((part) => signatureIn(part) === undefined),
    signature: parts.map(signatureIn).findLast(Boolean),
  };
}

function toCarry(part: ReplyPart): object | undefined {
  const { functionCall, text, thought, thoughtSignature } = part;
  if (functionCall || Object.keys(part).length === 0) return undefined;
  if (text === undefined || thought)
    return text === undefined || thoughtSignature ? part : undefined;
  return thoughtSignature ? { thoughtSignature } : undefined;
}

function signatureIn(part: SentPart): Signature | undefined {
  if (part.type !== 'raw') return undefined;
  const value = Object(part.value) as Signature;
  return Object.keys(value).join() === 'thoughtSignature' ? value : undefined;
}

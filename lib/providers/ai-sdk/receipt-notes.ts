import type { CompressionReceipt } from '../compress/receipt.js';

/** What may have metadata by the provider's name: a reply, and the last part of a stream. */
export interface Noted {
  readonly providerMetadata?: Readonly<Record<string, object>>;
}

/** A copy with the receipt among its metadata. */
export function noteReceipt<R extends Noted>(reply: R, receipt: CompressionReceipt | undefined): R {
  if (!receipt) return reply;
  return { ...reply, providerMetadata: { ...reply.providerMetadata, kaizen: receipt } };
}

/** A copy whose stream has the receipt among the metadata of its last part. */
export function noteOnFinish<R extends { readonly stream: ReadableStream<unknown> }>(
  reply: R,
  receipt: CompressionReceipt | undefined,
): R {
  const notes = new TransformStream<unknown, unknown>({
    transform: (part, controller) =>
      controller.enqueue(isFinish(part) ? noteReceipt(part, receipt) : part),
  });
  return { ...reply, stream: reply.stream.pipeThrough(notes) };
}

function isFinish(part: unknown): part is Noted {
  return (part as { type?: unknown } | null)?.type === 'finish';
}

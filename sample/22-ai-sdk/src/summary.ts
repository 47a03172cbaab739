import type { CompressionReceipt } from 'nestjs-kaizen/ai-sdk';

/** What a prompt took, in a line. */
export function summary({ encoded, tokens, savedPercent }: CompressionReceipt): string {
  const counts = tokens && `${tokens.before} tokens before, ${tokens.after} sent`;
  return `${encoded.length} block compressed: ${counts ?? 'not counted'}, ${savedPercent} % of the bytes saved`;
}

import type { Job, JobOutcome } from '../operations/job.js';
import type { BatchPart, PartPiece } from './batch-part.js';

/**
 * Carries out the requests of a part one after the other. What is done is put together as bytes; what
 * is not, or leaves something to be kept, is told by itself.
 */
export async function runPart(
  { operation, json, bounds, firstIndex }: BatchPart,
  run: (job: Job) => Promise<JobOutcome>,
): Promise<readonly PartPiece[]> {
  const pieces = new Pieces();
  for (let place = 0; 2 * place < bounds.length; place++) {
    const body = json.subarray(bounds[2 * place], bounds[2 * place + 1]);
    pieces.add(firstIndex + place, await run({ operation, body }));
  }
  return pieces.all();
}

/** The JSON of a request's answer, as an item of a batch's. */
export function itemJson(index: number, body: string | Uint8Array): string {
  const json = typeof body === 'string' ? body : new TextDecoder().decode(body);
  // The body is the JSON of an object that is not empty.
  return `{"index":${index},${json.slice(1)}`;
}

class Pieces {
  private readonly pieces: PartPiece[] = [];
  private done: string[] = [];

  add(index: number, outcome: JobOutcome): void {
    if (outcome.kind === 'done' && !outcome.toKeep) this.done.push(itemJson(index, outcome.body));
    else {
      this.flush();
      this.pieces.push({ index, outcome });
    }
  }

  all(): readonly PartPiece[] {
    this.flush();
    return this.pieces;
  }

  private flush(): void {
    if (this.done.length > 0) this.pieces.push(new TextEncoder().encode(this.done.join()));
    this.done = [];
  }
}

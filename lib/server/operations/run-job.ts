import { isStoredPromptId } from '../../contract/stored-prompt-id.js';
import type { KaizenRequests } from '../../contract/types.js';
import type { KaizenEngine } from '../../engine/engine.js';
import { workField } from '../../engine/pool/work.js';
import type { WireEnvelope } from '../../engine/wire-envelope.js';
import { KaizenPayloadError } from '../../errors/payload.error.js';
import { factsOf } from '../refusals/facts-of.js';
import { refusal } from '../refusals/refusal.js';
import { requireRoomFor, requireRoomForText } from './heap-room.js';
import type { Job, JobOutcome, JobSettings, PromptToKeep } from './job.js';
import { encodeEvents } from './encode-events.js';
import { parseBody } from './parse-body.js';
import { type CheckedRequest, readRequest } from './read-request.js';
import { newPromptId, promptRecord, withStoredPrompt } from './stored-prompt.js';

/** Counting the tokens of a payload for a model takes about twice as long as encoding it. */
const COST_OF_A_MODEL = 2;

/** What one runner may do of what a server may. */
export interface JobBounds {
  /** The most work to do, in bytes of payload; a job with more is left undone. */
  readonly maxCost?: number;
  /** The heap of the thread it runs in, in MiB, where that has a limit. */
  readonly maxMemoryMb?: number;
}

/** Carries jobs out with one engine. It holds no state between them. */
export class JobRunner {
  constructor(
    private readonly engine: KaizenEngine,
    private readonly settings: JobSettings,
    private readonly bounds: JobBounds = {},
  ) {}

  /** From the bytes of a request to those of its response. It never rejects. */
  async run(job: Job): Promise<JobOutcome> {
    try {
      return await this.carryOut(job);
    } catch (error) {
      if (this.isBeyondUs(error)) return { kind: 'too-costly' };
      return { kind: 'failed', facts: factsOf(error, workField(job.operation)), cause: error };
    }
  }

  private async carryOut(job: Job): Promise<JobOutcome> {
    const { operation, body, record } = job;
    const { maxCost = Infinity, maxMemoryMb = Infinity } = this.bounds;
    requireRoomFor(body, maxMemoryMb);
    const parsed = parseBody(body, this.settings.maxDepth);
    const request = readRequest(operation, parsed, this.settings);
    if (costOf(job, request) > maxCost) return { kind: 'too-costly' };
    requireRoomForText(request, maxMemoryMb);
    if (!asksForPrompt(request)) return this.answer(job, request);
    if (!this.settings.keepsPrompts) throw keepsNothing('ktof');
    if (record === undefined) return { kind: 'needs-record', id: request.ktof };
    return this.answer(job, withStoredPrompt(request, record));
  }

  private async answer({ operation, asEvents }: Job, request: CheckedRequest): Promise<JobOutcome> {
    const { store, ...plain } = request as KaizenRequests['promptsEncode'];
    if (store && !this.settings.keepsPrompts) throw keepsNothing('store');
    const envelope = await this.engine.execute(operation, plain);
    const toKeep = store ? keep(envelope) : undefined;
    const told = toKeep ? { ...envelope, payload_id: toKeep.id } : envelope;
    return { kind: 'done', body: asEvents ? encodeEvents(told) : JSON.stringify(told), toKeep };
  }

  /** A text may stand for much more than its size says: who has a bound leaves it to who has none. */
  private isBeyondUs(error: unknown): boolean {
    if (!(error instanceof KaizenPayloadError) || this.bounds.maxCost === undefined) return false;
    return error.code === 'KAIZEN_PAYLOAD_TOO_LARGE';
  }
}

/** How much work a job is, in bytes of payload. */
export function costOf({ body, record = '' }: Job, request?: CheckedRequest): number {
  const { tokenModels } = (request ?? {}) as { tokenModels?: readonly string[] | null };
  const bytes = body.length + record.length;
  return bytes * (1 + COST_OF_A_MODEL * (tokenModels?.length ?? 0));
}

/** With the `replay_meta` of its encoding, a text is what it says, also if that looks like an id. */
function asksForPrompt(request: CheckedRequest): request is KaizenRequests['promptsDecode'] {
  const { ktof, replayMeta } = request as Partial<KaizenRequests['promptsDecode']>;
  return isStoredPromptId(ktof) && !replayMeta;
}

function keep(envelope: WireEnvelope): PromptToKeep {
  return { id: newPromptId(), record: promptRecord(envelope) };
}

function keepsNothing(field: string): Error {
  const msg =
    'asks for a stored prompt, and this server stores none. Send and keep the text itself.';
  const details = [{ loc: ['body', field], msg, type: 'value_error' }];
  return refusal('validation_failed', `body.${field} ${msg}`, { details });
}

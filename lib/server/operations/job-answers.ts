import { Injectable } from '@nestjs/common';
import { LoopShare } from '../../engine/pool/loop-share.js';
import type { Exchange } from '../http/exchange.js';
import { StoredPrompts } from '../payloads/stored-prompts.js';
import type { Job } from './job.js';
import { OperationRunner } from './operation-runner.js';
import { costOf } from './run-job.js';

/** Jobs from this size on take turns, in bytes: so many smaller ones as one turn brings hold up nobody. */
const TURN_BYTES = 8192;

/** What jobs come to, with the stored prompts that they ask for and leave behind. */
@Injectable()
export class JobAnswers {
  constructor(
    private readonly runner: OperationRunner,
    private readonly prompts: StoredPrompts,
    private readonly share: LoopShare,
  ) {}

  /**
   * The bytes of a job's answer.
   *
   * @throws Refusal, and whatever `OperationRunner.run` throws.
   */
  async to(job: Job, exchange: Exchange): Promise<string | Buffer> {
    const { caller } = exchange;
    if (costOf(job) >= TURN_BYTES) await this.share.next();
    const outcome = await this.runner.run(job, () => exchange.signal);
    if (outcome.kind === 'needs-record') {
      const record = await this.prompts.find(outcome.id, caller);
      return this.to({ ...job, record }, exchange);
    }
    if (outcome.toKeep) await this.prompts.keep(outcome.toKeep, caller);
    return asPayload(outcome.body);
  }
}

function asPayload(body: string | Uint8Array): string | Buffer {
  if (typeof body === 'string') return body;
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}

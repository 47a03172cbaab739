import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { getKaizenToken, KaizenOverloadedError, type KaizenService } from 'nestjs-kaizen';

/** What became of many calls at once. */
export interface LoadResult {
  readonly calls: number;
  readonly answered: number;
  /** Refused at once, because too many waited already. */
  readonly refused: number;
  readonly seconds: number;
  /** How long the calls that were answered took, in milliseconds, the shortest first. */
  readonly latencies: readonly number[];
}

const PROMPT = { rows: Array.from({ length: 20 }, (_, id) => ({ id, name: `row ${id}` })) };

/** How often the load comes: between two bursts every socket is idle. */
const BURSTS = 2;

/** Puts a load on a client. */
@Injectable()
export class Load {
  constructor(private readonly moduleRef: ModuleRef) {}

  /** Makes so many calls at once, and when all are done as many again. */
  async on(client: string, callsAtOnce: number): Promise<LoadResult> {
    const token = getKaizenToken(client);
    const kaizen = this.moduleRef.get<KaizenService>(token, { strict: false });
    const started = performance.now();
    const times: (number | undefined)[] = [];
    for (let burst = 0; burst < BURSTS; burst++) {
      const calls = Array.from({ length: callsAtOnce }, () => timeOf(kaizen));
      times.push(...(await Promise.all(calls)));
    }
    const latencies = times.filter((time) => time !== undefined).toSorted((a, b) => a - b);
    return {
      calls: times.length,
      answered: latencies.length,
      refused: times.length - latencies.length,
      seconds: (performance.now() - started) / 1000,
      latencies,
    };
  }
}

/** How long a call takes; `undefined` when it is refused. */
async function timeOf(kaizen: KaizenService): Promise<number | undefined> {
  const started = performance.now();
  try {
    await kaizen.promptsEncode({ prompt: PROMPT });
    return performance.now() - started;
  } catch (error) {
    if (error instanceof KaizenOverloadedError) return undefined;
    throw error;
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { KaizenScriptedService } from 'nestjs-kaizen/testing';
import type { Told } from './prompts.controller.js';
import type { Redis } from './redis.js';

/** What was seen at one moment. */
export interface Sight {
  readonly moment: string;
  readonly cache: string | undefined;
  /** How often the service has been asked so far. */
  readonly asked: number;
}

/** Where the two instances are, and what they share. */
export interface Stage {
  readonly urls: readonly [string, string];
  readonly redis: Redis;
  readonly service: KaizenScriptedService;
}

const MONDAY = { orders: [{ id: 1, total: 20 }], day: 'Monday' };
const TUESDAY = { orders: [{ id: 2, total: 30 }], day: 'Tuesday' };
/** Monday, with its keys in another order. */
const SAME_DAY = { day: 'Monday', orders: [{ total: 20, id: 1 }] };

/** Asks the instances, with Redis and without. */
export async function* story({ urls, redis, service }: Stage): AsyncGenerator<Sight> {
  const [one, other] = urls;
  const see = async (moment: string, url: string, prompt: object): Promise<Sight> => {
    const { cache } = await ask(url, prompt);
    return { moment, cache, asked: service.requests.length };
  };
  yield await see('the first instance asks', one, MONDAY);
  // The entry is written behind the answer's back.
  await sleep(200);
  yield await see('the second finds it in Redis', other, SAME_DAY);
  yield await see('and then in its memory', other, MONDAY);
  await redis.stop();
  yield await see('without Redis, from memory', other, MONDAY);
  yield await see('without Redis, from the service', other, TUESDAY);
  await redis.begin();
  yield await untilBack(() => see('Redis is back, and empty', one, { at: performance.now() }));
}

async function ask(url: string, prompt: object): Promise<Told> {
  const response = await fetch(`${url}/prompts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(prompt),
  });
  return (await response.json()) as Told;
}

/** A store that has failed is left alone for a second, and connects again by itself. */
async function untilBack(look: () => Promise<Sight>): Promise<Sight> {
  for (let tries = 0; tries < 100; tries++) {
    const sight = await look();
    if (sight.cache !== 'error') return sight;
    await sleep(100);
  }
  return look();
}

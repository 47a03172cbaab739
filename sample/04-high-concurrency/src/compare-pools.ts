import { NestFactory } from '@nestjs/core';
import { startScriptedService } from 'nestjs-kaizen/testing';
import { AppModule } from './app.module.js';
import type { LoadRow } from './load-table.js';
import { Load } from './load.service.js';
import { POOLS } from './pools.js';

/** How far away the service is, in milliseconds. */
const AWAY_MS = 20;

/** Puts the same load on every pool, one after the other. */
export async function comparePools(callsAtOnce: number): Promise<LoadRow[]> {
  const service = await startScriptedService({ '*': [{ delayMs: AWAY_MS, times: Infinity }] });
  const app = await NestFactory.createApplicationContext(AppModule.of(service.url), {
    logger: ['error', 'warn'],
  });
  try {
    const load = app.get(Load);
    // The first calls pay for the compiler; the next ones find its work done, and sockets of their own.
    await load.on(POOLS[0]!.name, 50);
    const rows: LoadRow[] = [];
    for (const { name } of POOLS) {
      const before = name === POOLS[0]!.name ? 0 : service.sockets.opened;
      const result = await load.on(name, callsAtOnce);
      rows.push({ pool: name, sockets: service.sockets.opened - before, ...result });
    }
    return rows;
  } finally {
    await app.close();
    await service.close();
  }
}

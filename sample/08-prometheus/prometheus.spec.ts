import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { AppModule } from './src/app.module.js';
import { show } from './src/show.js';
import { startService } from './src/story.js';
import { Traffic } from './src/traffic.service.js';

let app: INestApplication;
let service: Awaited<ReturnType<typeof startService>>;
let metrics: string;

beforeAll(async () => {
  service = await startService();
  app = await NestFactory.create(AppModule.of(service.url), { logger: false });
  await app.listen(0, '127.0.0.1');
  await app.get(Traffic).round();
  metrics = await (await fetch(`${await app.getUrl()}/metrics`)).text();
}, 30_000);
afterAll(async () => {
  await app.close();
  await service.close();
});

/** The sum of a figure's samples with these labels. */
function sumOf(name: string, labels = ''): number {
  const lines = metrics.split('\n').filter((line) => line.startsWith(`${name}{`));
  const values = lines
    .filter((line) => line.includes(labels))
    .map((line) => line.split(' ').at(-1));
  return values.reduce((sum, value) => sum + Number(value), 0);
}

describe('the figures', () => {
  it('count each call of both clients', () => {
    expect(sumOf('kaizen_requests_total')).toBe(40);
    expect(sumOf('kaizen_requests_total', 'client="default"')).toBe(20);
    expect(sumOf('kaizen_requests_total', 'error_code="KAIZEN_INVALID_KTOF"')).toBeGreaterThan(0);
    expect(sumOf('kaizen_request_duration_seconds_count')).toBe(40);
  });

  it('tell of the bad day of the service', () => {
    expect(sumOf('kaizen_retries_total', 'reason="503"')).toBe(1);
    expect(sumOf('kaizen_retries_total', 'reason="429"')).toBe(1);
    expect(sumOf('kaizen_fallbacks_total')).toBeGreaterThan(0);
    expect(sumOf('kaizen_circuit_state', 'client="service",state="open"')).toBe(1);
  });

  it('show what is saved', () => {
    const tokens = (form: string) => sumOf('kaizen_compression_tokens_total', `form="${form}"`);
    expect(tokens('ktof')).toBeLessThan(0.7 * tokens('json'));
  });

  it('are shown without what is not there', () => {
    const lines = show(metrics).split('\n');
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.filter((line) => / 0$|_bucket/.test(line))).toEqual([]);
  });
});

describe('the dashboard', () => {
  const file = path.join(import.meta.dirname, 'grafana-dashboard.json');
  const dashboard = JSON.parse(readFileSync(file, 'utf8')) as {
    panels: { id: number; title: string; targets: { expr: string }[] }[];
  };
  const queries = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));

  it('asks only for figures and labels that there are', () => {
    const families = [...metrics.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name);
    const known = new Set(families.flatMap((name) => [name, `${name}_bucket`]));
    const asked = queries.flatMap((query) => query.match(/kaizen_\w+/g) ?? []);
    expect(asked.filter((name) => !known.has(name))).toEqual([]);
    const labels = ['client', 'operation', 'outcome', 'served_by', 'error_code'];
    const others = ['reason', 'form', 'model', 'state', 'le'];
    const named = queries.flatMap((query) => [
      ...[...query.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(', ')),
      ...[...query.matchAll(/[{,](\w+)=~?"/g)].map(([, name]) => name),
    ]);
    expect(named.filter((name) => ![...labels, ...others].includes(name!))).toEqual([]);
  });

  it('has a panel for every figure', () => {
    const families = [...metrics.matchAll(/^# TYPE (kaizen_\w+) /gm)].map(([, name = '']) => name);
    const missing = families.filter((name) => !queries.some((query) => query.includes(name)));
    expect(families).toHaveLength(10);
    expect(missing).toEqual([]);
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { shellBlocks } from '../../../scripts/support/curl-examples.mjs';
import { type Certificates, makeCertificates } from '../../faults/support/certificates.js';
import { HAS_REDIS, RedisServer } from '../../support/redis-server.js';
import { CliSandbox } from './cli-sandbox.js';

/*
 * Every command of docs/TROUBLESHOOTING.md, as it is printed, but for the names of hosts: those are of what
 * runs here.
 */
const PAGE = 'docs/TROUBLESHOOTING.md';
const ROW_COMMAND = /`((?:curl|node) [^`]+)`/g;

const BLOCKS = shellBlocks(PAGE).map((block) => block.replaceAll(/\s*\\\n\s*/g, ' '));
const LINES = BLOCKS.join('').trim().split('\n');
const IN_ROWS = [...readFileSync(PAGE, 'utf8').matchAll(ROW_COMMAND)].map(([, line]) => line!);
const overTls = (line: string) => /openssl|https:\/\/HOST --ca/.test(line);
const ofRedis = (line: string) => line.startsWith('redis-cli');
const throughProxy = (line: string) => line.includes('PROXY');

const box = new CliSandbox('lib-cli-troubleshooting');
let certificates: Certificates;
beforeAll(async () => {
  await box.make();
  certificates = await makeCertificates();
  box.file('orders.json', JSON.stringify({ orders: [{ id: 1 }, { id: 2 }] }));
  box.file('internal-ca.pem', certificates.authority.cert);
});
afterEach(() => box.killAll());
afterAll(() => box.remove());

async function runs(line: string, env?: NodeJS.ProcessEnv): Promise<string> {
  const asInstalled = line.replaceAll('npx nestjs-kaizen', 'kaizen');
  const { status, stdout, stderr } = await box.shellBeside(asInstalled, env);
  expect([line, status, stderr.includes('kaizen:')]).toEqual([line, 0, false]);
  return stdout;
}

describe(PAGE, () => {
  const plain = [...LINES, ...IN_ROWS].filter(
    (line) => !overTls(line) && !ofRedis(line) && !throughProxy(line),
  );

  it('has commands', () => {
    expect(LINES.length).toBeGreaterThanOrEqual(9);
    expect(IN_ROWS.length).toBeGreaterThanOrEqual(4);
  });

  it('has commands that run: beside a service', async () => {
    const url = await box.start(['serve', '--port', '0']).url();
    const { host, hostname } = new URL(url);
    for (const line of plain) {
      const here = line
        .replaceAll('http://localhost:8080', url)
        .replaceAll('HOST:PORT', host)
        .replaceAll("'HOST'", `'${hostname}'`);
      expect(await runs(here, { KAIZEN_BASE_URL: url })).not.toBe('');
    }
  });

  it('has commands that run: with a certificate of an own authority', async () => {
    const health = '{"status":"ok"}';
    const server = createServer(certificates.service, (_, response) =>
      response.setHeader('content-type', 'application/json').end(health),
    );
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      for (const line of LINES.filter(overTls)) {
        const here = line.replace('HOST:443', `HOST:${port}`).replace('/HOST ', `/HOST:${port} `);
        await runs(here.replaceAll('HOST', 'localhost'));
      }
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  const withRedis = HAS_REDIS ? it : it.skip;

  withRedis('has commands that run: with Redis', async () => {
    const redis = await RedisServer.start();
    try {
      for (const line of LINES.filter(ofRedis)) {
        expect(await runs(line.replace('redis://HOST:6379', redis.url))).toBe('PONG\n');
      }
    } finally {
      await redis.stop();
    }
  });
});

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
const ROW_COMMAND = /(?<=^\|.*)`((?:curl|node) [^`]+)`/gm;

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

/** How a line ends, and what it says on either stream: `curl -v` tells the way there on standard error. */
async function outcomeOf(line: string, env?: NodeJS.ProcessEnv) {
  const asInstalled = line.replaceAll('npx nestjs-kaizen', 'kaizen');
  const { status, stdout, stderr } = await box.shellBeside(asInstalled, env);
  return { line, status, said: stdout + stderr };
}

const isDone = (line: string) => ({
  line,
  status: 0,
  said: expect.stringMatching(/\S/),
});

describe('docs/TROUBLESHOOTING.md', () => {
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
      expect(await outcomeOf(here, { KAIZEN_BASE_URL: url })).toEqual(isDone(here));
    }
  });

  it('is named by the error of a command, with its section', async () => {
    const nowhere = ['--base-url', 'http://127.0.0.1:9', '--timeout', '20'];
    expect(await box.run(['encode', ...nowhere], '{"a": 1}')).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(
        /See nestjs-kaizen\/docs\/TROUBLESHOOTING\.md#the-service-is-not-reached\.$/m,
      ),
    });
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
        const here = line
          .replace('HOST:443', `HOST:${port}`)
          .replace('/HOST ', `/HOST:${port} `)
          .replaceAll('HOST', 'localhost');
        expect(await outcomeOf(here)).toEqual(isDone(here));
      }
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

(HAS_REDIS ? describe : describe.skip)('docs/TROUBLESHOOTING.md, Redis', () => {
  it('has commands that run', async () => {
    const redis = await RedisServer.start();
    try {
      const here = LINES.filter(ofRedis).join('\n').replace('redis://HOST:6379', redis.url);
      expect(await outcomeOf(here)).toMatchObject({ status: 0, said: 'PONG\n' });
    } finally {
      await redis.stop();
    }
  });
});

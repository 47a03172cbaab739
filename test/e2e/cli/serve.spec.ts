import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { explain } from '../../../lib/cli/explain.js';
import { readServeFlags } from '../../../lib/cli/serve/read-serve-flags.js';
import { serveCommand } from '../../../lib/cli/serve/serve.command.js';
import { ALL_SERVE_FLAGS } from '../../../lib/cli/serve/serve-flags.js';
import { KaizenClosedError } from '../../../lib/errors/closed.error.js';
import { KaizenDependencyError } from '../../../lib/errors/dependency.error.js';
import { KaizenFormatError } from '../../../lib/errors/format.error.js';
import type { OptionRule } from '../../../lib/options/option-rule.js';
import { readServeOptions, SERVE_OPTION_TABLE } from '../../../lib/server/serve/serve-options.js';
import { curlExamples, runCurl } from '../../../scripts/support/curl-examples.mjs';
import { CompiledLib } from '../../support/compiled-lib.js';
import { CHUNKED, RawRequest } from '../server/raw-request.js';
import { ask } from '../server/server-app.js';
import { CliProcess } from './cli-process.js';

const lib = new CompiledLib('lib-cli');
const folder = mkdtempSync(path.join(tmpdir(), 'kaizen-cli-'));
beforeAll(() => lib.make());
afterAll(async () => {
  await lib.remove();
  rmSync(folder, { recursive: true });
});

const running: CliProcess[] = [];
afterEach(() => Promise.all(running.splice(0).map((each) => each.kill())));

function kaizen(args: readonly string[], env?: NodeJS.ProcessEnv): CliProcess {
  const started = new CliProcess(lib, args, env);
  running.push(started);
  return started;
}

const serve = (args: readonly string[] = [], env?: NodeJS.ProcessEnv) =>
  kaizen(['serve', '--port', '0', ...args], env);

const compress = (url: string, data: unknown, headers?: Record<string, string>) =>
  ask(`${url}/v1/compress`, { body: { data }, headers });

/** A request whose body is not complete yet. */
async function openUpload(url: string): Promise<RawRequest> {
  const upload = await RawRequest.to(url);
  upload.post('/v1/compress', CHUNKED, '5\r\n{"dat\r\n');
  await sleep(100);
  return upload;
}

describe('kaizen serve', () => {
  it('prints its address in one line, and answers there', async () => {
    const server = serve();
    const url = await server.url();
    expect(server.stdout).toBe(`The Kaizen API is on ${url}\n`);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await compress(url, { a: 1 })).json['result']).toBe('a: 1');
    expect((await ask(`${url}/metrics`)).status).toBe(200);
    expect(server.stderr).toBe('');
  });

  it('answers every curl of docs/server.md, as it is after the first command there', async () => {
    const url = await serve().url();
    const examples = curlExamples('docs/server.md');
    expect(examples.length).toBeGreaterThanOrEqual(4);
    const answers = await Promise.all(examples.map((example) => runCurl(example, url)));
    expect(JSON.parse(answers[1]!)).toMatchObject({
      result: { users: [{ id: 1, name: 'Ada' }, {}] },
    });
  });

  it('does as its flags say', async () => {
    const flags = ['--prefix', 'kaizen', '--max-body-bytes', '100', '--max-depth', '3'];
    const more = ['--rate-limit', '5', '--no-metrics', '--no-docs', '--profile', 'toon'];
    const server = serve([...flags, ...more, '--cors', 'https://a.example', '--no-payloads']);
    const url = `${await server.url()}/kaizen`;
    const encoded = await compress(url, { a: [{ b: 1 }] }, { origin: 'https://a.example' });
    expect([encoded.status, encoded.json['result']]).toEqual([200, 'a[1]{b}:\n  1']);
    expect(encoded.headers.get('access-control-allow-origin')).toBe('https://a.example');
    expect((await compress(url, 'x'.repeat(100))).status).toBe(413);
    expect((await compress(url, [[[[1]]]])).json.error['code']).toBe('too_deep');
    const stored = { prompt: 1, store: true };
    expect((await ask(`${url}/v1/prompts/encode`, { body: stored })).status).not.toBe(200);
    expect([(await ask(`${url}/metrics`)).status, (await ask(`${url}/docs`)).status]).toEqual([
      404, 404,
    ]);
    const last = await compress(url, 1).then(() => compress(url, 1));
    expect([last.status, last.headers.get('retry-after')]).toEqual([429, '60']);
  });

  it('takes keys from the environment or a file, and shows none', async () => {
    const file = path.join(folder, 'keys');
    writeFileSync(file, 'from-a-file # the first\n');
    const servers = [
      [
        serve(['--log-level', 'debug'], { KAIZEN_SERVER_KEYS: 'first-key, second-key' }),
        'second-key',
      ],
      [serve(['--log-level', 'debug', '--key-file', file]), 'from-a-file'],
    ] as const;
    for (const [server, key] of servers) {
      const url = await server.url();
      expect((await compress(url, 1)).status).toBe(401);
      expect((await compress(url, 1, { 'x-api-key': key })).status).toBe(200);
      expect(server.stderr).not.toMatch(/from-a-file|(?:first|second)-key/);
    }
  });

  it('is told of address and port by the environment too; flags come first', async () => {
    const env = { KAIZEN_SERVER_HOST: 'localhost', KAIZEN_SERVER_PORT: '1' };
    expect(await serve([], env).url()).toMatch(/^http:\/\/localhost:\d\d+$/);
  });

  it('logs to standard error: warnings as text, and as JSON with --log-json', async () => {
    const text = serve(['--host', '0.0.0.0']);
    await text.url();
    expect(text.stderr).toMatch(
      /^\d{4}-\S+Z warn KaizenServer: The server listens on 0.0.0.0 .*\n$/,
    );
    const json = serve(['--host', '0.0.0.0', '--log-json']);
    await json.url();
    expect(JSON.parse(json.stderr)).toEqual({
      time: expect.any(String),
      level: 'warn',
      context: 'KaizenServer',
      message: expect.stringContaining('has no API keys'),
    });
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('finishes requests on %s, and ends', async (signal) => {
    const server = serve(['--log-level', 'info']);
    const upload = await openUpload(await server.url());
    // As npm does on Ctrl-C: what comes twice within a moment is one wish.
    server.signal(signal);
    await sleep(50);
    server.signal(signal);
    await sleep(200);
    upload.send('5\r\na":1}\r\n0\r\n\r\n');
    expect(await upload.closed()).toMatch(/^HTTP\/1.1 200 /);
    const { code, stderr } = await server.end();
    expect(code).toBe(0);
    expect(stderr).toContain(`info kaizen: ${signal}: requests under way are finished first\n`);
  });

  it('ends at once on a second signal', async () => {
    const server = serve();
    await openUpload(await server.url());
    server.signal('SIGTERM');
    await sleep(600);
    const began = performance.now();
    server.signal('SIGTERM');
    expect((await server.end()).code).toBe(143);
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it('takes a signal while it boots', async () => {
    const server = serve();
    await sleep(250);
    server.signal('SIGTERM');
    const { code, signal } = await server.end();
    // Before it has loaded anything the signal itself ends it.
    expect(code === 0 || signal === 'SIGTERM').toBe(true);
  });

  it('says in one line that its port is in use, and how to go on', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, stdout, stderr } = await kaizen(['serve', '--port', `${port}`]).end();
    expect([code, stdout, stderr]).toEqual([
      3,
      '',
      `kaizen: Port ${port} is in use. End what uses it, or choose another port with --port.\n`,
    ]);
    other.close();
  });

  it.each([
    [['--prot', '1'], /^kaizen: Unknown option '--prot' \(Did you mean --port\?\)\n$/],
    [['--port', 'abc'], /^kaizen: --port must be a whole number from 0 to 65535, .* for 8080\.\n$/],
    [['--port', ''], /^kaizen: --port must be a whole number/],
    [['--port'], /^kaizen: Option '--port <number>' argument missing\. Give --help .*\n$/],
    [['--adapter', 'koa'], /^kaizen: --adapter must be one of "fastify", "express", .*\n$/],
    [['--rate-limit', '0'], /^kaizen: --rate-limit must be a whole number from 1 .*\n$/],
    [['--key-file', '/none'], /^kaizen: --key-file cannot be read\. Check its path .*\n$/],
    [
      ['--key-file', '/none', '--redis-url', 'redis://127.0.0.1:1'],
      /^kaizen: --key-file cannot be read/,
    ],
    [['--log-level', 'x'], /^kaizen: Option '--log-level <level>' .* Allowed choices are .*\n$/],
    [['extra'], /^kaizen: Too many arguments for 'serve'\..*\n$/],
  ])('refuses %j in one line', async (args, line) => {
    const { code, stdout, stderr } = await kaizen(['serve', ...args]).end();
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(line);
    expect(stderr.split('\n')).toHaveLength(2);
  });

  it('names the variable when the environment is wrong', async () => {
    const { code, stderr } = await kaizen(['serve'], { KAIZEN_SERVER_PORT: 'x' }).end();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^kaizen: Option "port" must .* variable KAIZEN_SERVER_PORT\.\n$/);
  });

  it('tells the cause with --verbose', async () => {
    const { stderr } = await kaizen(['serve', '--key-file', '/none', '--verbose']).end();
    expect(stderr).toMatch(
      /^kaizen: --key-file cannot be read\..*\nKaizenOptionsError: [^]*ENOENT/,
    );
  });
});

describe('kaizen', () => {
  it('prints its version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    const { code, stdout } = await kaizen(['--version']).end();
    expect([code, stdout]).toEqual([0, `${version}\n`]);
  });

  it.each([[['--help']], [['help', 'serve']], [['serve', '--help']]])(
    'helps within 80 columns, with examples: %j',
    async (args) => {
      const { code, stdout } = await kaizen(args).end();
      expect(code).toBe(0);
      expect(stdout).toMatch(/^Usage: kaizen [^]*--verbose [^]*\nExamples:\n {2}\$ /);
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    },
  );

  it('asks for a command when there is none, and names the one that was meant', async () => {
    const none = await kaizen([]).end();
    expect([none.code, none.stdout]).toEqual([1, '']);
    expect(none.stderr).toMatch(/^Usage: kaizen /);
    const wrong = await kaizen(['sreve']).end();
    expect([wrong.code, wrong.stderr]).toEqual([
      1,
      "kaizen: Unknown command 'sreve' (Did you mean serve?)\n",
    ]);
  });
});

describe('the flags of kaizen serve', () => {
  const ruleOf = (option: string): OptionRule<unknown> | undefined => {
    const [name, part] = option.split('.');
    const rule = (SERVE_OPTION_TABLE as Record<string, OptionRule<unknown>>)[name!];
    return part === undefined ? rule : (rule?.fields as Record<string, OptionRule<unknown>>)[part];
  };

  it('are all options of serveKaizen, with the defaults that its table has', () => {
    for (const { option, help } of ALL_SERVE_FLAGS) {
      const [, told] = /default ([\d.]+)/.exec(help) ?? [];
      const { fallback } = ruleOf(option) ?? { fallback: 'no such option' };
      const expected = told ?? fallback;
      expect([option, String(fallback ?? expected)]).toEqual([option, String(expected)]);
    }
  });

  it('leave out what is no text, and what is secret', () => {
    const told = new Set(ALL_SERVE_FLAGS.map(({ option }) => option.split('.')[0]));
    const left = Object.keys(SERVE_OPTION_TABLE).filter((name) => !told.has(name));
    const inCode = ['keyStore', 'keys', 'logger', 'shutdownSignals'];
    expect(left.toSorted()).toEqual(inCode);
  });

  it('say how encodings are written, and what is kept for how long', () => {
    const command = serveCommand().action(() => undefined);
    const args = ['--delimiter', 'tab', '--indent', '2', '--length-marker', '--no-verify'];
    const sizes = ['--workers-threshold-bytes', '4096', '--payloads-max-memory-bytes', '1000'];
    command.parse([...args, ...sizes, '--payloads-expired-ttl-ms', '0'], { from: 'user' });
    expect(readServeOptions(readServeFlags(command.opts()), {}).server).toEqual({
      delimiter: '\t',
      indent: 2,
      lengthMarker: true,
      verify: false,
      workers: { thresholdBytes: 4096 },
      payloads: { maxMemoryBytes: 1000, expiredTtlMs: 0 },
    });
  });

  it('come together where they set parts of one option; off is off', () => {
    const flags = { rateLimit: 5, rateLimitWindowMs: 100, workersMaxThreads: 2, docs: false };
    expect(readServeFlags({ ...flags, workers: false, metrics: true })).toEqual({
      rateLimit: { limit: 5, windowMs: 100 },
      workers: false,
      docs: false,
      metrics: true,
    });
    expect(readServeFlags({})).toEqual({});
  });
});

describe('an error of a command', () => {
  const notFound = Object.assign(
    new Error("Cannot find package '@nestjs/core' imported from /somewhere/app.js"),
    { code: 'ERR_MODULE_NOT_FOUND' },
  );

  it.each([
    [
      'a missing peer',
      new KaizenDependencyError('The server', '@nestjs/platform-fastify'),
      1,
      'Run: npm install @nestjs/platform-fastify',
    ],
    ['a missing package', notFound, 1, 'Run: npm install @nestjs/core'],
    ['wrong KTOF', new KaizenFormatError('A row is short', 2, 1, 'a value'), 2, 'at line 2'],
    ['a client', new KaizenClosedError('The client is closed.'), 3, 'closed'],
    ['a defect', new Error('Odd.'), 1, 'Odd. Give --verbose for more.'],
    ['what is no error', undefined, 1, 'undefined Give --verbose'],
  ])('has a line and an exit code: %s', (_what, error, exitCode, words) => {
    const failure = explain(error);
    expect(failure).toMatchObject({ exitCode, cause: error });
    expect(failure.message).toContain(words);
  });
});

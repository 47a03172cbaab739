/** Clients that differ in nothing but what they tell, over a transport that answers at once. */
import { Writable } from 'node:stream';
import { ConsoleLogger } from '@nestjs/common';
import { pino } from 'pino';

const built = await Promise.all([
  import('../../dist/client/kaizen.service.js'),
  import('../../dist/observability/create-reporter.js'),
  import('../../dist/options/resolve-options.js'),
  import('../../dist/transport/embedded/embedded.transport.js'),
]).catch(() => {
  console.error('dist/ is missing: run `npm run build` first.');
  process.exit(1);
});
const [{ KaizenService }, { createReporter }, { resolveKaizenOptions }, { EmbeddedTransport }] =
  built;

const ANSWER = {
  status: 'ok',
  operation: 'prompts.encode',
  result: 'answer: 42',
  stats: { original_bytes: 1024, compressed_bytes: 512, reduction_ratio: 0.5 },
  token_stats: { 'gpt-4o': { original: 300, compressed: 180, method: 'exact' } },
};

const transport = {
  kind: 'embedded',
  execute: async () => ({ body: ANSWER, servedBy: 'embedded' }),
  close: async () => undefined,
};

/** What a client would be that nobody had thought of watching. */
const NOBODY = {
  run: (work) => work(),
  answered: () => undefined,
  succeeded: () => undefined,
  failed: () => undefined,
};
const unwatched = { begin: () => NOBODY };

const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
const toPino = pino({ base: null }, nowhere);
/** As nestjs-pino hands an object on. */
const pinoLogger = {
  log: (record) => toPino.info(Object.assign({ context: 'Kaizen' }, record)),
  warn: () => undefined,
  error: () => undefined,
};

class Unprinted extends ConsoleLogger {
  written = 0;

  printAsJson(message, options) {
    this.written += this.stringifyJsonLogObject(this.getJsonLogObject(message, options)).length;
  }
}

function collector() {
  const seen = { requests: 0, bytes: 0 };
  return {
    recordRequest: ({ durationMs }) => (seen.requests += durationMs > 0 ? 1 : 0),
    recordCompression: ({ jsonBytes, ktofBytes }) => (seen.bytes += jsonBytes - ktofBytes),
  };
}

const SILENT = { log: () => undefined, warn: () => undefined, error: () => undefined };

function client(options, reporter, make = () => transport) {
  const secrets = { apiKey: 'kz-bench-3b1d90a7c2', headers: { 'x-gateway': 'gw-bench-77aa01' } };
  const resolved = resolveKaizenOptions({ ...secrets, transport: 'embedded', ...options }, {});
  return new KaizenService(make(resolved), resolved, reporter ?? createReporter('bench', resolved));
}

function working(options, reporter) {
  return client(options, reporter, (resolved) => new EmbeddedTransport(resolved));
}

/** Name, client, and what is asked of it. */
export const CLIENTS = [
  ['nobody watches', client({}, unwatched)],
  ['the defaults', client({})],
  ['metrics', client({ metrics: collector() })],
  [
    'metrics, a line (logger does nothing)',
    client({ metrics: collector(), logLevel: 'info', logger: SILENT }),
  ],
  [
    'metrics, a line (pino)',
    client({ metrics: collector(), logLevel: 'info', logger: pinoLogger }),
  ],
  [
    'metrics, a line (Nest, JSON)',
    client({
      metrics: collector(),
      logLevel: 'info',
      logger: new Unprinted('Kaizen', { json: true }),
    }),
  ],
];

/** The same with the engine in this process, which does the real work of a small prompt. */
export const WORKING_CLIENTS = [
  ['nobody watches', working({}, unwatched)],
  ['nobody watches, again', working({}, unwatched)],
  ['all off', working({ logLevel: 'off' })],
  ['the defaults', working({})],
];

import { readList } from '../../server/options/read-list.js';
import { WRITING_FLAGS } from '../client/client-flags.js';
import type { FlagTable, OptionFlag } from '../support/option-flags.js';
import { readNumber } from '../support/read-values.js';

/** Every flag by the heading of the help that it stands under. */
export const SERVE_FLAGS: FlagTable = {
  'Where it listens:': [
    {
      flags: '--host <address>',
      option: 'host',
      help: '0.0.0.0 for all; default 127.0.0.1, or KAIZEN_SERVER_HOST',
    },
    {
      flags: '--port <number>',
      option: 'port',
      help: '0 for any; default 8080, or KAIZEN_SERVER_PORT',
      read: readNumber,
    },
    {
      flags: '--adapter <name>',
      option: 'adapter',
      help: 'fastify or express; default the one that is installed',
    },
    { flags: '--prefix <path>', option: 'prefix', help: 'what the paths of all routes begin with' },
    {
      flags: '--cors <origins>',
      option: 'cors',
      help: 'the web pages that may use it: https://a.example,… or *',
      read: readOrigins,
    },
    { flags: '--helmet', option: 'helmet', help: 'set security headers (package helmet)' },
  ],
  'Who may use it (without keys: this machine only):': [
    {
      flags: '--key-file <path>',
      option: 'keyFile',
      help: 'one key a line, read again when it changes; or KAIZEN_SERVER_KEY_FILE, or the keys themselves in KAIZEN_SERVER_KEYS',
    },
    {
      flags: '--rate-limit <number>',
      option: 'rateLimit.limit',
      help: 'requests of a key in a window (package @nestjs/throttler); default no limit',
      read: readNumber,
    },
    {
      flags: '--rate-limit-window-ms <ms>',
      option: 'rateLimit.windowMs',
      help: 'default 60000',
      read: readNumber,
    },
  ],
  'What it keeps:': [
    {
      flags: '--redis-url <url>',
      option: 'redisUrl',
      help: 'shared with other servers (package @keyv/redis); better in KAIZEN_SERVER_REDIS_URL',
    },
    limit('--payloads-ttl-ms <ms>', 'payloads.ttlMs', 'of stored prompts; default a day'),
    limit(
      '--payloads-expired-ttl-ms <ms>',
      'payloads.expiredTtlMs',
      '410 for expired ones; default a day',
    ),
    limit('--payloads-max-memory-bytes <bytes>', 'payloads.maxMemoryBytes', 'default 134217728'),
    { flags: '--no-payloads', option: 'payloads', help: 'store no prompts' },
  ],
  'How much it takes:': [
    limit('--max-body-bytes <bytes>', 'maxBodyBytes', 'of a request; default 16777216'),
    limit('--max-payload-bytes <bytes>', 'maxPayloadBytes', 'decoded; default 67108864'),
    limit('--max-depth <number>', 'maxDepth', 'levels of a payload; default 200'),
    limit('--max-batch-items <number>', 'maxBatchItems', 'default 1000'),
    limit('--max-stream-bytes <bytes>', 'maxStreamBytes', 'default 1073741824'),
    limit('--max-stream-value-bytes <bytes>', 'maxStreamValueBytes', 'in a line; default 1048576'),
    limit('--max-token-models <number>', 'maxTokenModels', 'default 16'),
    limit('--max-concurrency <number>', 'maxConcurrency', 'operations at once; default 256'),
    limit('--max-pending-bytes <bytes>', 'maxPendingBytes', 'bodies at once; default 268435456'),
    limit('--max-connections <number>', 'maxConnections', 'default any number'),
    limit('--body-timeout-ms <ms>', 'bodyTimeoutMs', 'default 30000'),
    limit('--headers-timeout-ms <ms>', 'headersTimeoutMs', 'default 15000'),
    limit('--keep-alive-timeout-ms <ms>', 'keepAliveTimeoutMs', 'default 65000'),
    limit('--socket-timeout-ms <ms>', 'socketTimeoutMs', 'default 120000'),
    limit('--stream-idle-ms <ms>', 'streamIdleMs', 'default 30000'),
  ],
  ...WRITING_FLAGS,
  'How it works:': [
    { flags: '--verify', option: 'verify', help: 'decode each encoding to compare; the default' },
    { flags: '--no-verify', option: 'verify', help: 'do not' },
    limit(
      '--workers-threshold-bytes <bytes>',
      'workers.thresholdBytes',
      'from where on threads do the work; default 65536',
    ),
    limit(
      '--workers-max-threads <number>',
      'workers.maxThreads',
      'default cores less one, up to 4',
    ),
    limit('--workers-max-queue <number>', 'workers.maxQueue', 'default 64'),
    limit('--workers-max-memory-mb <number>', 'workers.maxMemoryMb', 'of each; default 1024'),
    { flags: '--no-workers', option: 'workers', help: 'do all work in the main thread' },
    limit('--shutdown-delay-ms <ms>', 'shutdownDelayMs', '503 of /readyz before; default 0'),
    limit('--shutdown-timeout-ms <ms>', 'shutdownTimeoutMs', 'for what is open; default 25000'),
  ],
  'What it tells:': [
    {
      flags: '--docs',
      option: 'docs',
      help: 'the page /docs (package @nestjs/swagger); the default',
    },
    { flags: '--no-docs', option: 'docs', help: 'no such page' },
    { flags: '--metrics', option: 'metrics', help: '/metrics (package prom-client); the default' },
    { flags: '--no-metrics', option: 'metrics', help: 'no figures' },
  ],
};

/** All of them, in one list. */
export const ALL_SERVE_FLAGS: readonly OptionFlag[] = Object.values(SERVE_FLAGS).flat();

function limit(flags: string, option: string, help: string): OptionFlag {
  return { flags, option, help, read: readNumber };
}

function readOrigins(text: string): unknown {
  return text.trim() === '*' ? true : { origin: readList(text) };
}

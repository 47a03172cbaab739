import { fillOptions } from '../../options/fill-options.js';
import { checkOptions } from '../../options/check-options.js';
import {
  listOf,
  milliseconds,
  oneOf,
  type OptionRule,
  type OptionTable,
  text,
  wholeNumber,
  withMethods,
} from '../../options/option-rule.js';
import { type OptionVariables, readVariables } from '../../options/read-variables.js';
import type { KaizenLogger } from '../../options/report-options.js';
import { EXTRAS_TABLE, type KaizenServerModuleExtras } from '../assemble-server-module.js';
import { type KaizenServerOptions, SERVER_OPTION_TABLE } from '../options/server-options.js';

/** How a ready server listens, and how it ends. Every option may be left out. */
export interface KaizenListenOptions {
  /**
   * The address to listen on; `0.0.0.0` for all. Default: the environment's `KAIZEN_SERVER_HOST`, else
   * `127.0.0.1`, which only this machine reaches.
   */
  host?: string;
  /** The port; 0 for any that is free. Default: the environment's `KAIZEN_SERVER_PORT`, else 8080. */
  port?: number;
  /** The HTTP server of Nest. Default `fastify` where it is installed, else `express`. */
  adapter?: 'fastify' | 'express';
  /** Which web pages may use the server: `true`, or the options of Nest's `enableCors`. Default none. */
  cors?: boolean | object;
  /** Security headers for pages: `true`, or the options of `helmet`, which must be installed. Default none. */
  helmet?: boolean | object;
  /** How long the head of a request may take to arrive, in milliseconds. Default 15 000. */
  headersTimeoutMs?: number;
  /** How long a connection may be idle between requests, in milliseconds. Default 65 000. */
  keepAliveTimeoutMs?: number;
  /** How long a connection may carry nothing at all, in milliseconds. Default 120 000. */
  socketTimeoutMs?: number;
  /** How many connections may be open at once; further ones are closed. Default any number. */
  maxConnections?: number;
  /** How long the server goes on while `/readyz` says 503 already, in milliseconds. Default 0. */
  shutdownDelayMs?: number;
  /** How long requests under way may take to finish, in milliseconds. Default 25 000. */
  shutdownTimeoutMs?: number;
  /** The signals on which the server closes, such as `SIGTERM`. Default none. */
  shutdownSignals?: readonly NodeJS.Signals[];
  /** Where the server logs; `false` for nowhere. Default Nest's own logger. */
  logger?: false | KaizenLogger;
}

/**
 * What a ready server is told. Every option may be left out. Here `docs` and `metrics` are on by default
 * where the package that each needs is installed.
 */
export interface KaizenServeOptions
  extends KaizenServerOptions, KaizenServerModuleExtras, KaizenListenOptions {}

/** The listening part with its defaults filled in. */
export type ResolvedListenOptions = Readonly<
  Pick<KaizenListenOptions, 'adapter' | 'maxConnections' | 'logger'> &
    Required<Omit<KaizenListenOptions, 'adapter' | 'maxConnections' | 'logger'>>
>;

const flagOrObject: OptionRule<boolean | object> = {
  types: ['boolean', 'object'],
  expects: 'true, false or an object of options',
  accepts: (value) => value !== null && !Array.isArray(value),
  fallback: false,
};

const LISTEN_OPTION_TABLE: OptionTable<KaizenListenOptions> = {
  host: text('a host name or address', (value) => /^\S+$/.test(value), '127.0.0.1'),
  port: wholeNumber(0, 65_535, 8080),
  adapter: oneOf(['fastify', 'express']),
  cors: flagOrObject,
  helmet: flagOrObject,
  headersTimeoutMs: milliseconds(1, 15_000),
  keepAliveTimeoutMs: milliseconds(0, 65_000),
  socketTimeoutMs: milliseconds(0, 120_000),
  maxConnections: wholeNumber(1, 1_000_000),
  shutdownDelayMs: milliseconds(0, 0),
  shutdownTimeoutMs: milliseconds(0, 25_000),
  shutdownSignals: listOf<NodeJS.Signals>(
    'a list of signals such as "SIGTERM"',
    (signal) => typeof signal === 'string' && /^SIG[A-Z0-9]+$/.test(signal),
    [],
  ),
  logger: {
    ...withMethods<KaizenLogger>('false or a logger', ['log', 'warn', 'error']),
    orFalse: true,
  },
};

/** Every option of a ready server, what it accepts and its default. */
export const SERVE_OPTION_TABLE: OptionTable<KaizenServeOptions> = {
  ...SERVER_OPTION_TABLE,
  ...EXTRAS_TABLE,
  ...LISTEN_OPTION_TABLE,
};

/** The variables that say where a ready server listens. */
const VARIABLES: OptionVariables<KaizenListenOptions> = {
  KAIZEN_SERVER_HOST: { option: 'host', read: String },
  KAIZEN_SERVER_PORT: { option: 'port', read: Number },
};

/** What a ready server is told, part by part. */
export interface ServeParts {
  readonly server: KaizenServerOptions;
  readonly extras: KaizenServerModuleExtras;
  readonly listen: ResolvedListenOptions;
}

/**
 * Checks what a ready server is told.
 *
 * @throws {@link KaizenOptionsError} for an option that is unknown, of the wrong type or out of range.
 */
export function readServeOptions(
  options: KaizenServeOptions,
  env: NodeJS.ProcessEnv = process.env,
): ServeParts {
  checkOptions<KaizenServeOptions>(options, SERVE_OPTION_TABLE, 'server');
  const listen = pick(options, LISTEN_OPTION_TABLE);
  const environment = readVariables(env, VARIABLES, LISTEN_OPTION_TABLE, 'server');
  return {
    server: pick(options, SERVER_OPTION_TABLE),
    extras: pick(options, EXTRAS_TABLE),
    listen: fillOptions(LISTEN_OPTION_TABLE, listen, environment) as ResolvedListenOptions,
  };
}

function pick<T extends object>(options: object, table: OptionTable<T>): Partial<T> {
  const own = Object.entries(options).filter(([name]) => Object.hasOwn(table, name));
  return Object.fromEntries(own) as Partial<T>;
}

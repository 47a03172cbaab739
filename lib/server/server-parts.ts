import {
  type CanActivate,
  type FactoryProvider,
  Logger,
  type Provider,
  type Type,
} from '@nestjs/common';
import { LoopShare } from '../engine/pool/loop-share.js';
import { KeyFile } from './access/key-file.js';
import { KeyRing } from './access/key-ring.js';
import { BatchAnswers } from './batches/batch-answers.js';
import { BatchGateway } from './batches/batch.gateway.js';
import { BatchRunner } from './batches/batch-runner.js';
import { BatchesController } from './batches/batches.controller.js';
import { HealthController } from './health/health.controller.js';
import { Exchanges } from './http/exchanges.js';
import { Replies } from './http/replies.js';
import { RequestBodies } from './http/request-bodies.js';
import { ServerState } from './http/server-state.js';
import { AdapterSetup } from './http/adapter-setup.js';
import { Load } from './limits/load.js';
import { NO_LIMIT, RATE_LIMITER } from './limits/rate-limit.guard.js';
import { createLimiter } from './limits/throttler-limiter.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { PrometheusRecorder } from './metrics/prometheus-recorder.js';
import { ServerMetrics } from './metrics/server-metrics.js';
import { DocsController } from './openapi/docs.controller.js';
import { DocsPage } from './openapi/docs-page.js';
import { OpenApiController } from './openapi/openapi.controller.js';
import { JobAnswers } from './operations/job-answers.js';
import { OperationGateway } from './operations/operation.gateway.js';
import { OperationRunner } from './operations/operation-runner.js';
import { OperationsController } from './operations/operations.controller.js';
import { resolveServerOptions } from './options/resolve-server-options.js';
import type { KaizenServerOptions, ResolvedServerOptions } from './options/server-options.js';
import { KAIZEN_SERVER_OPTIONS, RAW_SERVER_OPTIONS } from './options/server-options-token.js';
import { MemoryStore } from './payloads/memory-store.js';
import { RedisLink } from './redis/redis-link.js';
import { StoredPrompts } from './payloads/stored-prompts.js';
import { DecodeStreamGateway } from './streams/decode-stream.gateway.js';
import { EncodeStreamGateway } from './streams/encode-stream.gateway.js';
import { StreamsController } from './streams/streams.controller.js';

/** Which routes a server has beside those it always has. */
export interface ServerRoutes {
  readonly docs: boolean;
  readonly metrics: boolean;
}

/** The routes of a server, by controller. */
export function serverControllers({ docs, metrics }: ServerRoutes): readonly Type<object>[] {
  return [
    HealthController,
    OpenApiController,
    OperationsController,
    BatchesController,
    StreamsController,
    ...(docs ? [DocsController] : []),
    ...(metrics ? [MetricsController] : []),
  ];
}

/** What the routes of a server stand on. */
export function serverProviders({ docs, metrics }: ServerRoutes): readonly Provider[] {
  return [...PROVIDERS, ...(docs ? [DocsPage] : []), ...(metrics ? COUNTED : UNCOUNTED)];
}

const PROVIDERS: readonly Provider[] = [
  {
    provide: KAIZEN_SERVER_OPTIONS,
    inject: [RAW_SERVER_OPTIONS],
    useFactory: (given: KaizenServerOptions) => resolveServerOptions(given),
  },
  AdapterSetup,
  Exchanges,
  Replies,
  ServerState,
  RequestBodies,
  JobAnswers,
  OperationGateway,
  { provide: LoopShare, useFactory: () => new LoopShare() },
  BatchRunner,
  BatchAnswers,
  BatchGateway,
  EncodeStreamGateway,
  DecodeStreamGateway,
  fromOptions(KeyFile, ({ keyFile }) => (keyFile === undefined ? undefined : new KeyFile(keyFile))),
  {
    provide: KeyRing,
    inject: [KAIZEN_SERVER_OPTIONS, KeyFile],
    useFactory: ({ keys, keyStore: store }: ResolvedServerOptions, file: KeyFile | undefined) =>
      new KeyRing({ keys, file, store }),
  },
  {
    provide: RedisLink,
    inject: [KAIZEN_SERVER_OPTIONS],
    useFactory: ({ redisUrl }: ResolvedServerOptions) =>
      redisUrl === undefined ? undefined : RedisLink.to(redisUrl),
  },
  fromOptions(Load, (options) => new Load(options)),
  {
    provide: RATE_LIMITER,
    inject: [KAIZEN_SERVER_OPTIONS, Exchanges, RedisLink],
    useFactory: rateLimiter,
  },
  { provide: StoredPrompts, inject: [KAIZEN_SERVER_OPTIONS, RedisLink], useFactory: storedPrompts },
  fromOptions(OperationRunner, (options) => new OperationRunner(options, warnOfVerification)),
];

const UNCOUNTED: readonly Provider[] = [
  { provide: ServerMetrics, useFactory: () => new ServerMetrics() },
];

const COUNTED: readonly Provider[] = [
  {
    provide: PrometheusRecorder,
    inject: [Load, OperationRunner],
    useFactory: (load: Load, runner: OperationRunner) => PrometheusRecorder.create(load, runner),
  },
  {
    provide: ServerMetrics,
    inject: [PrometheusRecorder],
    useFactory: (prometheus: PrometheusRecorder) => new ServerMetrics(prometheus),
  },
];

/** For a server that keeps nothing. */
const NO_TIME = { ttlMs: 0, expiredTtlMs: 0 };

/** A provider that is made of the server's checked options alone. */
function fromOptions(
  provide: FactoryProvider['provide'],
  useFactory: (options: ResolvedServerOptions) => unknown,
): FactoryProvider {
  return { provide, inject: [KAIZEN_SERVER_OPTIONS], useFactory };
}

function storedPrompts(
  { payloads }: ResolvedServerOptions,
  redis: RedisLink | undefined,
): StoredPrompts {
  if (payloads === false) return new StoredPrompts(new MemoryStore(0), NO_TIME);
  const store = payloads.store ?? redis?.store ?? new MemoryStore(payloads.maxMemoryBytes);
  return new StoredPrompts(store, payloads);
}

function rateLimiter(
  { rateLimit }: ResolvedServerOptions,
  exchanges: Exchanges,
  redis: RedisLink | undefined,
): CanActivate | Promise<CanActivate> {
  return rateLimit === false ? NO_LIMIT : createLimiter(rateLimit, { exchanges, redis });
}

function warnOfVerification({ operation }: { operation: string }): void {
  new Logger('KaizenServer').warn(
    `${operation} answered compact JSON: its KTOF did not decode to the same data. Please report it.`,
  );
}

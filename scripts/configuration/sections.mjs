/**
 * What docs/configuration.md shows, in its order: the sources, and the interfaces in them. An interface that
 * stands for the value of an option names it.
 */
export const SECTIONS = [
  {
    title: 'Clients',
    intro:
      'What `KaizenModule.forRoot`, `forRootAsync`, `createKaizen` and `withKaizen` take. An option of the call wins over one of the client, and that over the environment.',
    groups: [
      ['The module', 'lib/nest/kaizen-module-extras.ts', 'KaizenModuleExtras'],
      ['Where the work is done', 'lib/options/kaizen-options.ts', 'KaizenClientOptions'],
      ['The engine and what it writes', 'lib/options/engine-options.ts', 'KaizenEngineOptions'],
      ['`workers`', 'lib/options/engine-options.ts', 'KaizenWorkerOptions'],
      ['The service', 'lib/options/service-options.ts', 'KaizenServiceOptions'],
      ['Timeouts', 'lib/options/timeout-options.ts', 'KaizenTimeoutOptions'],
      ['Retries', 'lib/options/retry-options.ts', 'KaizenRetryOptions'],
      ['`retryBudget`', 'lib/options/retry-options.ts', 'KaizenRetryBudget'],
      [
        'Connections, proxies, certificates',
        'lib/options/connection-options.ts',
        'KaizenConnectionOptions',
      ],
      ['Bad days', 'lib/options/resilience-options.ts', 'KaizenResilienceOptions'],
      ['`circuitBreaker`', 'lib/options/resilience-options.ts', 'KaizenCircuitBreakerOptions'],
      ['Caching', 'lib/options/cache-options.ts', 'KaizenCachingOptions'],
      ['`cache`', 'lib/options/cache-options.ts', 'KaizenCacheOptions'],
      ['Logs and metrics', 'lib/options/report-options.ts', 'KaizenReportOptions'],
      ['Savings', 'lib/options/savings-options.ts', 'KaizenSavingsOptions'],
      ['Traces', 'lib/options/tracing-options.ts', 'KaizenTracingOptions'],
      ['Hooks', 'lib/options/hook-options.ts', 'KaizenHookOptions'],
    ],
    variables: ['lib/options/environment.ts'],
  },
  {
    title: 'Calls',
    intro: 'The second argument of every operation. The timeouts of the client may be given too.',
    groups: [
      ['Every call', 'lib/client/kaizen-call-options.ts', 'KaizenCallOptions'],
      ['Batches, besides', 'lib/client/batch/batch-options.ts', 'KaizenBatchOptions'],
      [
        'Streams that are decoded, besides',
        'lib/client/decode-stream-call-options.ts',
        'KaizenDecodeStreamOptions',
      ],
    ],
  },
  {
    title: 'Providers',
    intro:
      'What each vendor in `KaizenProvidersModule.forRoot` and `forRootAsync` takes, with the retries above. Each vendor’s own options are in [providers](providers.md).',
    groups: [
      ['Every vendor', 'lib/providers/options/provider-options.ts', 'ProviderOptions'],
      ['`compress`', 'lib/providers/options/compress-options.ts', 'CompressOptions'],
      ['Every chat, besides', 'lib/providers/options/chat-options.ts', 'ChatOptions'],
      ['`router`', 'lib/providers/router/router-options.ts', 'RouterOptions'],
      ['Beside the options', 'lib/providers/nest/providers-options.ts', 'KaizenProvidersExtras'],
    ],
  },
  {
    title: 'Servers',
    intro:
      'What `KaizenServerModule.forRoot` and `forRootAsync` take, with the options of the engine above. `kaizen serve` has flags of the same names.',
    groups: [
      ['Access', 'lib/server/options/access-options.ts', 'KaizenServerAccessOptions'],
      ['Limits', 'lib/server/options/limit-options.ts', 'KaizenServerLimitOptions'],
      ['`rateLimit`', 'lib/server/options/limit-options.ts', 'KaizenRateLimit'],
      ['Stores', 'lib/server/options/store-options.ts', 'KaizenServerStoreOptions'],
      ['`payloads`', 'lib/server/options/store-options.ts', 'KaizenPayloadOptions'],
      ['A ready server, besides', 'lib/server/serve/serve-options.ts', 'KaizenListenOptions'],
    ],
    variables: [
      'lib/server/options/resolve-server-options.ts',
      'lib/server/serve/serve-options.ts',
    ],
  },
  {
    title: 'Figures and spans',
    intro: 'What `KaizenPrometheusModule.forRoot` and `KaizenOpenTelemetryModule.forRoot` take.',
    groups: [
      [
        'Prometheus',
        'lib/integrations/prometheus/prometheus-options.ts',
        'KaizenPrometheusOptions',
      ],
      [
        'Its module, besides',
        'lib/integrations/prometheus/kaizen-prometheus.module.ts',
        'KaizenPrometheusModuleOptions',
      ],
      [
        'OpenTelemetry',
        'lib/integrations/opentelemetry/opentelemetry-options.ts',
        'KaizenOpenTelemetryOptions',
      ],
    ],
  },
];

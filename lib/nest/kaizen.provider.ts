import { HttpService } from '@nestjs/axios';
import { type FactoryProvider, Logger } from '@nestjs/common';
import { createClient } from '../client/create-client.js';
import type { KaizenService } from '../client/kaizen.service.js';
import { getKaizenToken } from '../client/kaizen-token.js';
import type { GivenReporters } from '../observability/create-reporter.js';
import type { KaizenCacheStore } from '../options/cache-options.js';
import type { KaizenOptions, ResolvedKaizenOptions } from '../options/kaizen-options.js';
import { getKaizenOptionsToken } from '../options/options-token.js';
import { KAIZEN_METRICS, KAIZEN_TRACER } from '../options/report-tokens.js';
import { resolveKaizenOptions } from '../options/resolve-options.js';
import type { KaizenTracer } from '../options/tracing-options.js';

/** The token of @nestjs/cache-manager, an optional peer. */
const CACHE_MANAGER = 'CACHE_MANAGER';

/** Provides the client of this name, made from the options of the same name. */
export function kaizenProvider(name?: string): FactoryProvider<KaizenService> {
  return {
    provide: getKaizenToken(name),
    inject: [
      getKaizenOptionsToken(name),
      HttpService,
      { token: KAIZEN_METRICS, optional: true },
      { token: KAIZEN_TRACER, optional: true },
      { token: CACHE_MANAGER, optional: true },
    ],
    useFactory: (
      options: KaizenOptions,
      { axiosRef }: HttpService,
      metrics?: GivenReporters['metrics'],
      tracer?: KaizenTracer,
      appCache?: KaizenCacheStore,
    ) => {
      // A test may have overridden the options with unchecked ones, so they are checked again.
      const resolved = resolveKaizenOptions(options);
      logTransport(resolved, name);
      return createClient(resolved, { name, axios: axiosRef, metrics, tracer, appCache });
    },
  };
}

function logTransport({ transport, baseUrl }: ResolvedKaizenOptions, name = 'default'): void {
  const where = transport === 'http' ? ` to ${new URL(baseUrl).origin}` : '';
  new Logger('KaizenModule').log(`Client "${name}" uses the ${transport} transport${where}`);
}

import { type DynamicModule, Logger, type Provider, type Type } from '@nestjs/common';
import { createKaizen } from '../../client/create-kaizen.js';
import type { KaizenService } from '../../client/kaizen.service.js';
import { getKaizenToken } from '../../client/kaizen-token.js';
import { KAIZEN_TRACER } from '../../options/report-tokens.js';
import type { KaizenTracer } from '../../options/tracing-options.js';
import type { KaizenProvider } from '../provider.js';
import { KaizenRouter } from '../router/kaizen-router.js';
import { makeVendor, type VendorName } from '../vendors.js';
import { KaizenOpenAiCompatible } from '../vendors/kaizen-openai-compatible.js';
import { getKaizenProviderToken } from './provider-token.js';
import type { KaizenProvidersExtras, KaizenProvidersOptions } from './providers-options.js';

/** The token of the options as they were given. */
export const RAW_PROVIDERS = 'KAIZEN_PROVIDERS_OPTIONS';

/** The token of the client that the providers of one module share. */
const CLIENT = 'KAIZEN_PROVIDERS_CLIENT';

/** What of a registration is known before Nest makes anything. */
export interface ProvidersPlan {
  readonly extras: KaizenProvidersExtras;
  readonly vendors: readonly VendorName[];
  readonly endpoints: readonly string[];
  readonly hasRouter: boolean;
}

/**
 * Makes the module of a registration.
 *
 * @param raw What gives the options as they were given, with all that takes.
 */
export function assembleProviders(
  module: Type,
  raw: Provider[],
  { extras, vendors, endpoints, hasRouter }: ProvidersPlan,
): DynamicModule {
  const tokens = [...vendors, ...endpoints].map(getKaizenProviderToken);
  const made = [...vendors.map(vendorProvider), ...endpoints.map(endpointProvider)];
  const router = hasRouter ? [routerProvider(tokens)] : [];
  return {
    module,
    global: extras.isGlobal ?? false,
    imports: extras.imports ?? [],
    providers: [...raw, clientProvider(extras.kaizen), ...made, ...router],
    exports: [...tokens, ...(hasRouter ? [KaizenRouter] : [])],
  };
}

/** The app's client, or one of the module's own, which Nest closes with it. */
function clientProvider(name?: string): Provider {
  return {
    provide: CLIENT,
    inject: [
      { token: getKaizenToken(name), optional: name === undefined },
      { token: KAIZEN_TRACER, optional: true },
    ],
    useFactory: (kaizen?: KaizenService, tracer?: KaizenTracer) => kaizen ?? ownClient(tracer),
  };
}

function ownClient(tracer: KaizenTracer | undefined): KaizenService {
  const words =
    'No KaizenModule is visible here: the providers compress by a client of their own. To have them use yours, give KaizenModule.forRoot() "isGlobal: true", or put it into their "imports".';
  new Logger('KaizenProvidersModule').log(words);
  return createKaizen(tracer ? { tracer } : {});
}

function vendorProvider(name: VendorName): Provider {
  return {
    provide: getKaizenProviderToken(name),
    inject: [RAW_PROVIDERS, CLIENT],
    useFactory: (options: KaizenProvidersOptions, kaizen: KaizenService) =>
      makeVendor(name, options[name] ?? {}, kaizen),
  };
}

function endpointProvider(name: string): Provider {
  return {
    provide: getKaizenProviderToken(name),
    inject: [RAW_PROVIDERS, CLIENT],
    useFactory: ({ openAiCompatible }: KaizenProvidersOptions, kaizen: KaizenService) =>
      new KaizenOpenAiCompatible(name, openAiCompatible![name]!, kaizen),
  };
}

function routerProvider(tokens: ReturnType<typeof getKaizenProviderToken>[]): Provider {
  return {
    provide: KaizenRouter,
    inject: [RAW_PROVIDERS, ...tokens],
    useFactory: ({ router }: KaizenProvidersOptions, ...providers: KaizenProvider[]) =>
      new KaizenRouter(providers, router!),
  };
}

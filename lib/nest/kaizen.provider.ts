import { HttpService } from '@nestjs/axios';
import { type FactoryProvider, Logger } from '@nestjs/common';
import { createClient } from '../client/create-client.js';
import { type KaizenService } from '../client/kaizen.service.js';
import { getKaizenToken } from '../client/kaizen-token.js';
import { type KaizenOptions, type ResolvedKaizenOptions } from '../options/kaizen-options.js';
import { getKaizenOptionsToken } from '../options/options-token.js';
import { resolveKaizenOptions } from '../options/resolve-options.js';

/** Provides the client of this name, made from the options of the same name. */
export function kaizenProvider(name?: string): FactoryProvider<KaizenService> {
  return {
    provide: getKaizenToken(name),
    inject: [getKaizenOptionsToken(name), HttpService],
    useFactory: (options: KaizenOptions, { axiosRef }: HttpService) => {
      // A test may have overridden the options with unchecked ones, so they are checked again.
      const resolved = resolveKaizenOptions(options);
      logTransport(resolved, name);
      return createClient(resolved, { name, axios: axiosRef });
    },
  };
}

function logTransport({ transport, baseUrl }: ResolvedKaizenOptions, name = 'default'): void {
  const where = transport === 'http' ? ` to ${new URL(baseUrl).origin}` : '';
  new Logger('KaizenModule').log(`Client "${name}" uses the ${transport} transport${where}`);
}

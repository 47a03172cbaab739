import type { AxiosInstance } from 'axios';
import { createReporter, type GivenReporters } from '../observability/create-reporter.js';
import { warnOfRisks } from '../observability/warn-of-risks.js';
import { withCache } from '../cache/with-cache.js';
import type { KaizenCacheStore } from '../options/cache-options.js';
import type { KaizenOptions } from '../options/kaizen-options.js';
import { resolveKaizenOptions } from '../options/resolve-options.js';
import { createTransport } from '../transport/create-transport.js';
import { createAxios } from '../transport/http/create-axios.js';
import { HookedTransport } from './hooks/hooked.transport.js';
import { KaizenService } from './kaizen.service.js';

/** Who a client is, and what it was given. */
export interface ClientParts extends GivenReporters {
  /** The client's name, as logs and metrics tell it. Default `default`. */
  readonly name?: string;
  /** An axios instance that nobody else uses, made with `axiosDefaults`. Default: a new one. */
  readonly axios?: AxiosInstance;
  /** The app's cache, for the store `app`. */
  readonly appCache?: KaizenCacheStore | undefined;
}

/** Makes a client with all that its options ask for. Options that were checked before may be given. */
export function createClient(
  options: KaizenOptions,
  { name = 'default', axios, appCache, ...given }: ClientParts = {},
): KaizenService {
  const resolved = resolveKaizenOptions(options);
  const reporter = createReporter(name, resolved, given);
  const plain = createTransport(resolved, {
    axios: () => axios ?? createAxios(resolved),
    reporter,
  });
  const transport = withCache(plain, resolved, { client: name, reporter, appCache });
  warnOfRisks(resolved, reporter);
  const { hooks } = resolved;
  const hooked = hooks ? new HookedTransport(transport, hooks, name, reporter) : transport;
  return new KaizenService(hooked, resolved, reporter);
}

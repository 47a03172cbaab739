import { Logger } from '@nestjs/common';
import { type AxiosInstance } from 'axios';
import { Reporter } from '../observability/reporter.js';
import { warnOfRisks } from '../observability/warn-of-risks.js';
import { type KaizenOptions } from '../options/kaizen-options.js';
import { resolveKaizenOptions } from '../options/resolve-options.js';
import { createTransport } from '../transport/create-transport.js';
import { createAxios } from '../transport/http/create-axios.js';
import { KaizenService } from './kaizen.service.js';

/** Who a client is, and what it was given. */
export interface ClientParts {
  /** The client's name, as logs and metrics tell it. Default `default`. */
  readonly name?: string;
  /** An axios instance that nobody else uses, made with `axiosDefaults`. Default: a new one. */
  readonly axios?: AxiosInstance;
}

/** Makes a client with all that its options ask for. Options that were checked before may be given. */
export function createClient(
  options: KaizenOptions,
  { name = 'default', axios }: ClientParts = {},
): KaizenService {
  const resolved = resolveKaizenOptions(options);
  const { logger = new Logger('Kaizen'), metrics } = resolved;
  const reporter = new Reporter(name, logger, metrics);
  const transport = createTransport(resolved, {
    axios: () => axios ?? createAxios(resolved),
    reporter,
  });
  warnOfRisks(resolved, reporter);
  return new KaizenService(transport, resolved);
}

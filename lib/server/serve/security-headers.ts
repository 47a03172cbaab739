import { loadDependency } from '../../errors/load-dependency.js';

/** A middleware of Express, or of Fastify with middie. */
export type Middleware = (request: never, response: never, next: () => void) => void;

/**
 * What sets security headers, where they are wished.
 *
 * @throws {@link KaizenDependencyError} when they are, and `helmet` is not installed.
 */
export async function securityHeaders(options: boolean | object): Promise<Middleware | undefined> {
  if (options === false) return undefined;
  const load = () => import('helmet');
  const { default: helmet } = await loadDependency('Option "helmet"', 'helmet', load);
  return options === true ? helmet() : helmet(options);
}

import type { KaizenEngineOptions } from '../../../options/engine-options.js';
import { KaizenScriptedService } from './kaizen-scripted-service.js';
import type { KaizenServiceRoute, KaizenServiceScript } from './service-script.js';

/** How a scripted service is set up. */
export interface KaizenScriptedServiceOptions {
  /** The port to listen on. Default: a free one. */
  readonly port?: number;
  /** How its engine works: what it writes by default, the largest payload it takes. */
  readonly engine?: Pick<KaizenEngineOptions, 'profile' | 'maxDepth' | 'maxPayloadBytes'>;
}

/**
 * Starts a Kaizen service on this machine, for tests of an app that asks one over HTTP. It answers every
 * operation with the embedded engine, except where its script says otherwise. Any key will do.
 *
 * @param script What it does with the first requests of each route; more can be said later.
 * @returns The service, listening. Close it when done.
 * @example
 * ```ts
 * const service = await startScriptedService({
 *   promptsEncode: [{ status: 503, headers: { 'retry-after': '0' } }, { reset: true }],
 * });
 * const kaizen = createKaizen({ baseUrl: service.url, apiKey: 'any' });
 * await kaizen.promptsEncode({ prompt }); // answered at the third attempt
 * service.requests.length; // 3
 * await service.close();
 * ```
 */
export async function startScriptedService(
  script: KaizenServiceScript = {},
  { port = 0, engine = {} }: KaizenScriptedServiceOptions = {},
): Promise<KaizenScriptedService> {
  const service = new KaizenScriptedService(engine);
  for (const [route, steps] of Object.entries(script)) {
    service.script(route as KaizenServiceRoute, ...(steps ?? []));
  }
  return service.listen(port);
}

import type { InjectionToken } from '@nestjs/common';
import { KaizenService } from './kaizen.service.js';

/**
 * The injection token of a client: the class {@link KaizenService} for the default one, a string for
 * a named one.
 *
 * @param name The client's name; leave it out for the default client.
 * @example
 * ```ts
 * Test.createTestingModule({ imports: [AppModule] })
 *   .overrideProvider(getKaizenToken('eu'))
 *   .useValue(fakeClient);
 * ```
 */
export function getKaizenToken(name?: string): InjectionToken<KaizenService> {
  return name === undefined ? KaizenService : `KaizenService(${name})`;
}

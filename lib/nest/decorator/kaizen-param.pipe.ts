import { Inject, Injectable, type PipeTransform, type Type } from '@nestjs/common';
import type { KaizenService } from '../../client/kaizen.service.js';
import { getKaizenToken } from '../../client/kaizen-token.js';

/**
 * A pipe class that turns a handler's parameter into the client of this name.
 *
 * Nest makes it as a provider of the handler's own module, so that an unknown name fails at boot and
 * each feature module gets its own client. Its name is what Nest's errors show.
 */
export function kaizenParamPipe(name?: string): Type<PipeTransform<unknown, KaizenService>> {
  @Injectable()
  class KaizenParamPipe implements PipeTransform<unknown, KaizenService> {
    constructor(@Inject(getKaizenToken(name)) private readonly kaizen: KaizenService) {}

    transform(): KaizenService {
      return this.kaizen;
    }
  }
  const shown = name === undefined ? 'KaizenParamPipe' : `KaizenParamPipe(${name})`;
  Object.defineProperty(KaizenParamPipe, 'name', { value: shown });
  return KaizenParamPipe;
}

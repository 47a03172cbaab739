import { Inject, Injectable } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import type { KaizenService } from '../../client/kaizen.service.js';
import { getKaizenToken } from '../../client/kaizen-token.js';
import { KaizenOptionsError } from '../../errors/options.error.js';

/**
 * The client of this name that can be injected into the module of this `ModuleRef`.
 *
 * It is injected into a class made for the purpose, since `ModuleRef.get` sees either the module's own
 * providers alone, or those of every module, another one's client included.
 *
 * @throws {@link KaizenOptionsError} when there is none.
 */
export async function findClient(moduleRef: ModuleRef, name?: string): Promise<KaizenService> {
  @Injectable()
  class Holder {
    constructor(@Inject(getKaizenToken(name)) readonly kaizen: KaizenService) {}
  }
  try {
    return (await moduleRef.create(Holder)).kaizen;
  } catch (cause) {
    throw new KaizenOptionsError(
      `KaizenHealthIndicator cannot inject the client "${name ?? 'default'}". ` +
        "Import that client's KaizenModule into the module that provides the indicator.",
      'client',
      { cause },
    );
  }
}

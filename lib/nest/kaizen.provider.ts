import { type FactoryProvider, Logger } from '@nestjs/common';
import { createKaizen } from '../client/create-kaizen.js';
import { type KaizenService } from '../client/kaizen.service.js';
import { getKaizenToken } from '../client/kaizen-token.js';
import { type KaizenOptions } from '../options/kaizen-options.js';
import { getKaizenOptionsToken } from '../options/options-token.js';

/** Provides the client of this name, made from the options of the same name. */
export function kaizenProvider(name?: string): FactoryProvider<KaizenService> {
  return {
    provide: getKaizenToken(name),
    inject: [getKaizenOptionsToken(name)],
    useFactory: (options: KaizenOptions) => {
      // A test may have overridden the options with unchecked ones, so they are checked again here.
      const kaizen = createKaizen(options);
      logTransport(kaizen, name);
      return kaizen;
    },
  };
}

function logTransport(kaizen: KaizenService, name = 'default'): void {
  new Logger('KaizenModule').log(`Client "${name}" uses the ${kaizen.transport} transport`);
}

import { type DynamicModule } from '@nestjs/common';
import { getKaizenToken } from '../client/kaizen-token.js';
import { getKaizenOptionsToken } from '../options/options-token.js';
import { checkClientName } from './check-registration.js';
import { kaizenProvider } from './kaizen.provider.js';
import { isRawOptions, optionsProvider } from './options.provider.js';

/** What a registration says beside the client's options. */
export interface KaizenModuleExtras {
  /** The client's name, for `@UseKaizen(name)`. Leave it out for the default client. */
  name?: string;
  /** Whether every module sees the client without importing it. Default `false`. */
  isGlobal?: boolean;
}

/** Makes one client's module from the definition that Nest's builder wrote. */
export function assembleKaizenModule(
  definition: DynamicModule,
  { name, isGlobal }: KaizenModuleExtras,
): DynamicModule {
  checkClientName(name);
  const { module, imports = [], providers = [] } = definition;
  const checked = providers.map((provider) =>
    isRawOptions(provider) ? optionsProvider(provider, name) : provider,
  );
  return {
    module,
    imports,
    global: isGlobal ?? false,
    providers: [...checked, kaizenProvider(name)],
    exports: [getKaizenToken(name), getKaizenOptionsToken(name)],
  };
}

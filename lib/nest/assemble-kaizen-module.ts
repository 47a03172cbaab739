import { HttpModule } from '@nestjs/axios';
import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { getKaizenToken } from '../client/kaizen-token.js';
import type { KaizenOptions } from '../options/kaizen-options.js';
import { getKaizenOptionsToken } from '../options/options-token.js';
import { resolveKaizenOptions } from '../options/resolve-options.js';
import { axiosDefaults } from '../transport/http/axios-defaults.js';
import { checkClientName } from './check-client-name.js';
import type { KaizenModuleExtras } from './kaizen-module-extras.js';
import { kaizenProvider } from './kaizen.provider.js';
import { isRawOptions, optionsProvider } from './options.provider.js';

@Module({})
class KaizenOptionsModule {}

/** Makes one client's module from the definition that Nest's builder wrote. */
export function assembleKaizenModule(
  definition: DynamicModule,
  { name, isGlobal }: KaizenModuleExtras,
): DynamicModule {
  checkClientName(name);
  const options = optionsModule(definition, name);
  return {
    module: definition.module,
    imports: [options, httpModule(options, name)],
    global: isGlobal ?? false,
    providers: [kaizenProvider(name)],
    exports: [getKaizenToken(name), options],
  };
}

/** The client's options, in a module of their own: the client and its axios instance both need them. */
function optionsModule(
  { imports = [], providers = [] }: DynamicModule,
  name: string | undefined,
): DynamicModule {
  const checked = providers.map((provider) =>
    isRawOptions(provider) ? optionsProvider(provider, name) : provider,
  );
  return {
    module: KaizenOptionsModule,
    imports,
    providers: [...checked, itself()],
    exports: [getKaizenOptionsToken(name)],
  };
}

/**
 * Tells a registration from another one with the same words: an app may have Nest know modules by
 * their text (`moduleIdGeneratorAlgorithm: 'deep-hash'`), which says nothing of the values in closures.
 */
function itself(): Provider {
  return { provide: 'KaizenRegistration', useValue: randomUUID() };
}

/** An axios instance that no other client and no other module shares. */
function httpModule(options: DynamicModule, name: string | undefined): DynamicModule {
  return HttpModule.registerAsync({
    imports: [options],
    inject: [getKaizenOptionsToken(name)],
    useFactory: (given: KaizenOptions) => axiosDefaults(resolveKaizenOptions(given)),
  });
}

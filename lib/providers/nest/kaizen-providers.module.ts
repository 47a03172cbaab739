import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { VENDOR_NAMES } from '../vendors.js';
import { assembleProviders, RAW_PROVIDERS } from './assemble-providers.js';
import { checkProvidersOptions } from './check-providers-options.js';
import type {
  KaizenProvidersAsyncOptions,
  KaizenProvidersExtras,
  KaizenProvidersOptions,
} from './providers-options.js';

/** Gives an app the vendors of its models as injectable services: `KaizenOpenAI`, `KaizenAnthropic`, … */
@Module({})
export class KaizenProvidersModule {
  /**
   * Registers providers whose options are known. Only those that are named can be injected.
   *
   * @throws `KaizenOptionsError` at boot, for an option that is unknown, of the wrong type or out of
   * range.
   * @example
   * ```ts
   * @Module({
   *   imports: [
   *     KaizenModule.forRoot({ isGlobal: true }),
   *     KaizenProvidersModule.forRoot({ openai: { model: 'gpt-5.5' }, anthropic: {} }),
   *   ],
   * })
   * export class AppModule {}
   * ```
   */
  static forRoot({
    kaizen,
    isGlobal,
    imports,
    ...options
  }: KaizenProvidersOptions & KaizenProvidersExtras = {}): DynamicModule {
    checkProvidersOptions(options);
    const vendors = VENDOR_NAMES.filter((name) => options[name] !== undefined);
    const raw: Provider = { provide: RAW_PROVIDERS, useValue: options };
    return assembleProviders(KaizenProvidersModule, raw, {
      extras: { kaizen, isGlobal, imports },
      vendors,
      endpoints: Object.keys(options.openAiCompatible ?? {}),
      hasRouter: options.router !== undefined,
    });
  }

  /**
   * Registers providers whose options come from elsewhere. Every vendor can be injected; one that the
   * factory leaves out has its defaults.
   *
   * @example
   * ```ts
   * KaizenProvidersModule.forRootAsync({
   *   inject: [ConfigService],
   *   useFactory: (config: ConfigService) => ({ openai: { apiKey: config.getOrThrow('OPENAI_KEY') } }),
   * });
   * ```
   */
  static forRootAsync(registration: KaizenProvidersAsyncOptions): DynamicModule {
    const {
      inject = [],
      useFactory,
      openAiCompatible = [],
      router = false,
      ...extras
    } = registration;
    const raw: Provider = {
      provide: RAW_PROVIDERS,
      inject,
      useFactory: async (...injected: never[]) => {
        const options = await useFactory(...injected);
        checkProvidersOptions(options);
        return options;
      },
    };
    return assembleProviders(KaizenProvidersModule, raw, {
      extras,
      vendors: VENDOR_NAMES,
      endpoints: openAiCompatible,
      hasRouter: router,
    });
  }
}

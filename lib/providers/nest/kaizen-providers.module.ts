import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { VENDOR_NAMES } from '../vendors.js';
import { assembleProviders, RAW_PROVIDERS } from './assemble-providers.js';
import { checkRegistration, optionsProviders } from './async-registration.js';
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
    return assembleProviders(KaizenProvidersModule, [raw], {
      extras: { kaizen, isGlobal, imports },
      vendors,
      endpoints: Object.keys(options.openAiCompatible ?? {}),
      hasRouter: options.router !== undefined,
    });
  }

  /**
   * Registers providers whose options come from elsewhere: `useFactory` with `inject`, or a
   * {@link KaizenProvidersOptionsFactory} with `useClass` or `useExisting`. Every vendor can be injected; one
   * that is left out has its defaults. Endpoints of your own and a router are announced beside the source.
   *
   * @throws `KaizenOptionsError` here, for a registration without exactly one source and for an option beside
   * it; at boot, for wrong options, and for an endpoint or a router that only one of both sides tells of.
   * @example
   * ```ts
   * KaizenProvidersModule.forRootAsync({
   *   inject: [ConfigService],
   *   useFactory: (config: ConfigService) => ({ openai: { apiKey: config.getOrThrow('OPENAI_KEY') } }),
   * });
   * ```
   */
  static forRootAsync(registration: KaizenProvidersAsyncOptions): DynamicModule {
    checkRegistration(registration);
    const { kaizen, isGlobal, imports, openAiCompatible = [], router = false } = registration;
    return assembleProviders(KaizenProvidersModule, optionsProviders(registration), {
      extras: { kaizen, isGlobal, imports },
      vendors: VENDOR_NAMES,
      endpoints: openAiCompatible,
      hasRouter: router,
    });
  }
}

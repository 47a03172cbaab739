import type {
  InjectionToken,
  ModuleMetadata,
  OptionalFactoryDependency,
  Type,
} from '@nestjs/common';
import type { OpenAiCompatibleOptions } from '../adapters/openai/compatible.kind.js';
import type { RouterOptions } from '../router/router-options.js';
import type { VendorOptions } from '../vendors.js';

/** The providers of an app. */
export interface KaizenProvidersOptions extends VendorOptions {
  /** Endpoints of OpenAI's shape, each under a name of your own. */
  openAiCompatible?: Record<string, OpenAiCompatibleOptions>;
  /** Which of them `KaizenRouter` asks, in this order. Without it there is no router. */
  router?: RouterOptions;
}

/** What stands beside the options. */
export interface KaizenProvidersExtras {
  /** The name of the Kaizen client that compresses. Default: the default one, else one of their own. */
  kaizen?: string;
  /** Whether every module sees the providers without importing them. Default false. */
  isGlobal?: boolean;
  /** The modules that provide the Kaizen client, where it is not global. */
  imports?: ModuleMetadata['imports'];
}

/**
 * A class that makes the options, for `useClass` and `useExisting`.
 *
 * @example
 * ```ts
 * @Injectable()
 * class Models implements KaizenProvidersOptionsFactory {
 *   constructor(private readonly config: ConfigService) {}
 *   createKaizenProvidersOptions() {
 *     return { openai: { apiKey: this.config.getOrThrow('OPENAI_KEY') } };
 *   }
 * }
 * ```
 */
export interface KaizenProvidersOptionsFactory {
  /** Called once, at boot. A vendor that it leaves out has its defaults, and its key from the environment. */
  createKaizenProvidersOptions(): KaizenProvidersOptions | Promise<KaizenProvidersOptions>;
}

/** Options that come from elsewhere: from exactly one of `useFactory`, `useClass` and `useExisting`. */
export interface KaizenProvidersAsyncOptions extends KaizenProvidersExtras {
  /** What `useFactory` is called with. */
  inject?: (InjectionToken | OptionalFactoryDependency)[];
  /** Called once, at boot. A vendor that it leaves out has its defaults, and its key from the environment. */
  useFactory?: (...injected: never[]) => KaizenProvidersOptions | Promise<KaizenProvidersOptions>;
  /** The class that makes them; the module makes one of it. */
  useClass?: Type<KaizenProvidersOptionsFactory>;
  /** The class that makes them, which a module in `imports` has. */
  useExisting?: Type<KaizenProvidersOptionsFactory>;
  /** The names of the endpoints among them, every one: Nest has to know them before. */
  openAiCompatible?: readonly string[];
  /** Whether there is a `router` among them. Default false. */
  router?: boolean;
}

import { type DynamicModule, Module } from '@nestjs/common';
import { checkAsyncRegistration } from '../options/registration/check-registration.js';
import { withClassAsFactory } from '../options/registration/class-source.js';
import {
  type ASYNC_OPTIONS_TYPE,
  ConfigurableModuleClass,
  type OPTIONS_TYPE,
} from './kaizen.module-definition.js';

const MAKER = { method: 'createKaizenOptions', contract: 'KaizenOptionsFactory' };

/** Gives an app one Kaizen client, or several under names of their own. */
@Module({})
export class KaizenModule extends ConfigurableModuleClass {
  /**
   * Registers a client whose options are known.
   *
   * @param options The client's options, `name` and `isGlobal`. All may be left out.
   * @throws {@link KaizenOptionsError} at boot, for an option that is unknown, of the wrong type or out
   * of range.
   * @example
   * ```ts
   * @Module({ imports: [KaizenModule.forRoot(), KaizenModule.forRoot({ name: 'eu', maxDepth: 50 })] })
   * export class AppModule {}
   * ```
   */
  static override forRoot(options: typeof OPTIONS_TYPE = {}): DynamicModule {
    return super.forRoot(options);
  }

  /**
   * Registers a client whose options come from elsewhere: `useFactory` with `inject`, or a
   * {@link KaizenOptionsFactory} with `useClass` or `useExisting`; `imports`, `name` and `isGlobal`
   * stand beside them.
   *
   * @throws {@link KaizenOptionsError} here, for a registration without exactly one source; at boot, for
   * wrong options, and for a class that does not make any.
   * @example
   * ```ts
   * KaizenModule.forRootAsync({
   *   inject: [ConfigService],
   *   useFactory: (config: ConfigService) => ({ maxPayloadBytes: config.get('PROMPT_LIMIT') }),
   * });
   * ```
   */
  static override forRootAsync(registration: typeof ASYNC_OPTIONS_TYPE): DynamicModule {
    checkAsyncRegistration(registration, ['name', 'provideInjectionTokensFrom']);
    return super.forRootAsync(withClassAsFactory(registration, MAKER));
  }
}

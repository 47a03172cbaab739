import { type DynamicModule, Module } from '@nestjs/common';
import {
  type ASYNC_OPTIONS_TYPE,
  ConfigurableModuleClass,
  type OPTIONS_TYPE,
} from './kaizen-server.module-definition.js';

/**
 * Gives an app the routes of the Kaizen API, on Express and on Fastify. The app's other routes stay as
 * they are: nothing global is registered.
 */
@Module({})
export class KaizenServerModule extends ConfigurableModuleClass {
  /**
   * Registers a server whose options are known.
   *
   * @param options The server's options, and `prefix` for its routes. All may be left out.
   * @throws `KaizenOptionsError` at boot, for an option that is unknown, of the wrong type or out
   * of range.
   * @example
   * ```ts
   * @Module({ imports: [KaizenServerModule.forRoot({ prefix: 'kaizen' })] })
   * export class AppModule {}
   * ```
   */
  static override forRoot(options: typeof OPTIONS_TYPE = {}): DynamicModule {
    return super.forRoot(options);
  }

  /**
   * Registers a server whose options come from elsewhere: `useFactory` with `inject`, or a class with
   * a method `createKaizenServerOptions` with `useClass` or `useExisting`; `imports` and `prefix` stand
   * beside them.
   *
   * @throws `KaizenOptionsError` at boot, for wrong options.
   * @example
   * ```ts
   * KaizenServerModule.forRootAsync({
   *   prefix: 'kaizen',
   *   inject: [ConfigService],
   *   useFactory: (config: ConfigService) => ({ keyFile: config.get('KEY_FILE') }),
   * });
   * ```
   */
  static override forRootAsync(registration: typeof ASYNC_OPTIONS_TYPE): DynamicModule {
    return super.forRootAsync(registration);
  }
}

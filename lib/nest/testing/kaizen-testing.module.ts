import { type DynamicModule, type FactoryProvider, Module } from '@nestjs/common';
import { getKaizenToken } from '../../client/kaizen-token.js';
import type { KaizenOptions } from '../../options/kaizen-options.js';
import { getKaizenOptionsToken } from '../../options/options-token.js';
import { checkClientName } from '../check-client-name.js';
import { recordedClient } from './create-testing-kaizen.js';
import { KaizenRecorder } from './kaizen-recorder.js';
import { getKaizenRecorderToken } from './recorder-token.js';
import type { KaizenResponders } from './scripted-answer.js';
import { checkTestingOptions, embedded, type KaizenTestingOptions } from './testing-options.js';

/** Takes the place of `KaizenModule` in tests: the same tokens, the real engine, no network. */
@Module({})
export class KaizenTestingModule {
  /**
   * Registers a client whose calls are recorded and whose answers can be scripted. It ignores the
   * environment.
   *
   * @param options `name` and `isGlobal` as for `KaizenModule`, options of the engine, `timeoutMs`,
   * `shutdownGraceMs`, and `respond`: what answers in the engine's place.
   * @throws `KaizenOptionsError` for a wrong name; at boot, for another wrong option.
   * @example
   * ```ts
   * const app = await Test.createTestingModule({
   *   imports: [KaizenTestingModule.forRoot({ isGlobal: true }), SummariesModule],
   * }).compile();
   * const recorder = app.get(KaizenRecorder);
   * ```
   */
  static forRoot({
    name,
    isGlobal = false,
    respond,
    ...options
  }: KaizenTestingOptions = {}): DynamicModule {
    checkClientName(name);
    return {
      module: KaizenTestingModule,
      global: isGlobal,
      providers: [
        { provide: getKaizenOptionsToken(name), useFactory: () => checkTestingOptions(options) },
        { provide: getKaizenRecorderToken(name), useFactory: () => new KaizenRecorder() },
        clientProvider(name, respond),
      ],
      exports: [getKaizenOptionsToken(name), getKaizenRecorderToken(name), getKaizenToken(name)],
    };
  }
}

function clientProvider(name: string | undefined, respond?: KaizenResponders): FactoryProvider {
  return {
    provide: getKaizenToken(name),
    inject: [getKaizenOptionsToken(name), getKaizenRecorderToken(name)],
    // The options may have been overridden, with unchecked ones or those of another transport.
    useFactory: (options: KaizenOptions, recorder: KaizenRecorder) =>
      recordedClient(embedded(options), recorder, respond),
  };
}

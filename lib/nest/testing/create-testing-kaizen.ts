import type { ResolvedKaizenOptions } from '../../options/kaizen-options.js';
import { EmbeddedTransport } from '../../transport/embedded/embedded.transport.js';
import { KaizenRecorder } from './kaizen-recorder.js';
import { type RecordedKaizen, RecordedKaizenService } from './recorded-kaizen.service.js';
import type { KaizenResponders } from './scripted-answer.js';
import { ScriptedTransport } from './scripted.transport.js';
import { checkTestingOptions, type KaizenTestingClientOptions } from './testing-options.js';

/**
 * Makes a client for tests: the real engine in this process, its calls recorded, its answers yours to
 * script. Use it without a module, or in the place of an app's own client.
 *
 * @throws `KaizenOptionsError` for a wrong option.
 * @example
 * ```ts
 * const kaizen = createTestingKaizen();
 * const app = await Test.createTestingModule({ imports: [AppModule] })
 *   .overrideProvider(KaizenService)
 *   .useValue(kaizen)
 *   .compile();
 * kaizen.recorder.callsTo('promptsEncode');
 * ```
 */
export function createTestingKaizen({
  respond,
  ...options
}: KaizenTestingClientOptions = {}): RecordedKaizen {
  return recordedClient(checkTestingOptions(options), new KaizenRecorder(), respond);
}

/** A client of these checked options, recorded there. */
export function recordedClient(
  options: ResolvedKaizenOptions,
  recorder: KaizenRecorder,
  respond?: KaizenResponders,
): RecordedKaizen {
  const transport = new ScriptedTransport(new EmbeddedTransport(options), recorder, respond);
  return new RecordedKaizenService(transport, options, recorder);
}

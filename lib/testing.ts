/**
 * For the tests of apps that use the package: a module whose calls are recorded and whose answers are
 * scripted, and a service of their own to ask over HTTP.
 *
 * @packageDocumentation
 */
export { createTestingKaizen } from './nest/testing/create-testing-kaizen.js';
export { KaizenRecorder } from './nest/testing/kaizen-recorder.js';
export { KaizenTestingModule } from './nest/testing/kaizen-testing.module.js';
export { getKaizenRecorderToken } from './nest/testing/recorder-token.js';
export { startScriptedService } from './nest/testing/service/start-scripted-service.js';

export type { RecordedKaizen } from './nest/testing/recorded-kaizen.service.js';
export type {
  KaizenAnyRecordedCall,
  KaizenRecordedCall,
  KaizenRecordedOperation,
  KaizenRecordedPayloads,
  KaizenRecordedResults,
  KaizenScriptedOperation,
} from './nest/testing/recorded-call.js';
export type {
  KaizenResponder,
  KaizenResponders,
  KaizenScriptedBody,
} from './nest/testing/scripted-answer.js';
export type {
  KaizenScriptedService,
  KaizenServiceSockets,
} from './nest/testing/service/kaizen-scripted-service.js';
export type { KaizenReceivedRequest } from './nest/testing/service/received-request.js';
export type {
  KaizenServiceRoute,
  KaizenServiceScript,
  KaizenServiceStep,
} from './nest/testing/service/service-script.js';
export type { KaizenScriptedServiceOptions } from './nest/testing/service/start-scripted-service.js';
export type {
  KaizenTestingClientOptions,
  KaizenTestingOptions,
} from './nest/testing/testing-options.js';

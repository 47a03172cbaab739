/**
 * The Kaizen API on one's own machines: a Nest module, and a server that is ready to run.
 *
 * @packageDocumentation
 */
export { openApiDocument } from './server/openapi/openapi-document.js';
export type { OpenApiDocument } from './server/openapi/openapi-document.js';
export { createKaizenServer, serveKaizen } from './server/serve/create-kaizen-server.js';
export type { KaizenServer } from './server/serve/kaizen-server.js';
export type { KaizenListenOptions, KaizenServeOptions } from './server/serve/serve-options.js';
export { KaizenServerModule } from './server/kaizen-server.module.js';
export type { KaizenServerModuleExtras } from './server/assemble-server-module.js';
export type {
  KaizenKeyStore,
  KaizenServerAccessOptions,
  KaizenServerKey,
  KaizenServerKeys,
} from './server/options/access-options.js';
export type { KaizenRateLimit, KaizenServerLimitOptions } from './server/options/limit-options.js';
export type { KaizenServerOptions } from './server/options/server-options.js';
export type {
  KaizenPayloadOptions,
  KaizenPayloadStore,
  KaizenServerStoreOptions,
} from './server/options/store-options.js';

/** What a Kaizen client can be asked to do. Each is a client method of the same name. */
export type KaizenOperation =
  | 'health'
  | 'compress'
  | 'decompress'
  | 'optimize'
  | 'optimizeRequest'
  | 'optimizeResponse'
  | 'promptsEncode'
  | 'promptsDecode';

/** Where an operation lives in the REST API. */
export interface OperationRoute {
  /** The HTTP method. */
  readonly method: 'GET' | 'POST';
  /** The path below the base URL, with its leading slash. */
  readonly path: string;
  /** The documented name in a response's `operation` field: `prompts.encode`. */
  readonly wireName: string;
}

const post = (path: string, wireName: string): OperationRoute => ({
  method: 'POST',
  path,
  wireName,
});

/** Route and wire name of every operation. */
export const OPERATIONS: Readonly<Record<KaizenOperation, OperationRoute>> = {
  health: { method: 'GET', path: '/', wireName: 'health' },
  compress: post('/v1/compress', 'compress'),
  decompress: post('/v1/decompress', 'decompress'),
  optimize: post('/v1/optimize', 'optimize'),
  optimizeRequest: post('/v1/optimize/request', 'optimize.request'),
  optimizeResponse: post('/v1/optimize/response', 'optimize.response'),
  promptsEncode: post('/v1/prompts/encode', 'prompts.encode'),
  promptsDecode: post('/v1/prompts/decode', 'prompts.decode'),
};

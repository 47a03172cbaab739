import type { KaizenOperation } from '../../contract/operations.js';
import type { KaizenRequests } from '../../contract/types.js';
import type { KaizenTransportCall } from '../../transport/kaizen-transport.js';

/**
 * The body of a response as it is on the wire: `result`, `stats: {original_bytes, compressed_bytes}`,
 * `token_stats`, `meta`. A `status` of `ok` and what is missing of the `stats` are filled in. The client
 * reads it as it reads a service's: what is wrong in it is a `KaizenResponseError`.
 */
export type KaizenScriptedBody = Readonly<Record<string, unknown>>;

/**
 * Makes the answer to a call that has been checked; when it makes none, the embedded engine answers. What
 * it throws, the call fails with; while it is pending the call's signal and deadline hold.
 */
export type KaizenResponder<O extends KaizenOperation> = (
  request: KaizenRequests[O],
  call: KaizenTransportCall,
) => KaizenScriptedBody | undefined | Promise<KaizenScriptedBody | undefined>;

/** What answers in the engine's place, by operation. */
export type KaizenResponders = { readonly [O in KaizenOperation]?: KaizenResponder<O> };

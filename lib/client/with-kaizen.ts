import type { KaizenOptions } from '../options/kaizen-options.js';
import { createKaizen } from './create-kaizen.js';
import { KaizenService } from './kaizen.service.js';

/** Work done with a client. */
export type KaizenCallback<T> = (kaizen: KaizenService) => T | Promise<T>;

/**
 * Makes a client, hands it to the callback, and closes it afterwards, also when the callback throws.
 *
 * @returns What the callback returns.
 * @throws {@link KaizenOptionsError} for wrong options, and whatever the callback throws.
 * @example
 * ```ts
 * const { result } = await withKaizen({}, (kaizen) => kaizen.promptsEncode({ prompt }));
 * ```
 */
export function withKaizen<T>(options: KaizenOptions, callback: KaizenCallback<T>): Promise<T>;
/** Hands the caller's own client to the callback and leaves it open. */
export function withKaizen<T>(kaizen: KaizenService, callback: KaizenCallback<T>): Promise<T>;
export async function withKaizen<T>(
  source: KaizenOptions | KaizenService,
  callback: KaizenCallback<T>,
): Promise<T> {
  if (source instanceof KaizenService) return callback(source);
  const kaizen = createKaizen(source);
  try {
    await kaizen.onModuleInit();
    return await callback(kaizen);
  } finally {
    await kaizen.close();
  }
}

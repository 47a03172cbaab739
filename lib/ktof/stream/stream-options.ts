import { KaizenOptionsError } from '../../errors/options.error.js';
import { booleanOption } from '../check-options.js';

/** The option `collect`, true when it is not given. */
export function collectOption(value: unknown): boolean {
  return booleanOption('collect', value, true);
}

/** The option `signal`. By its shape, since a signal may come from another realm. */
export function checkSignal(signal: AbortSignal | undefined): AbortSignal | undefined {
  const isSignal = typeof (signal as Partial<AbortSignal> | null)?.addEventListener === 'function';
  if (signal === undefined || isSignal) return signal;
  throw new KaizenOptionsError('Option `signal` is no signal. Give an AbortSignal.', 'signal');
}

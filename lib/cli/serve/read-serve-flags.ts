import type { KaizenServeOptions } from '../../server/serve/serve-options.js';
import { type ReadFlags, readOptionFlags } from '../support/option-flags.js';
import { SERVE_FLAGS } from './serve-flags.js';

/** The options that the flags of a command line set. A flag that was not given sets nothing. */
export function readServeFlags(flags: ReadFlags): KaizenServeOptions {
  return readOptionFlags(flags, SERVE_FLAGS);
}

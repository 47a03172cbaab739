import { KaizenError } from './kaizen.error.js';

/** A call that was not carried out. Its subclasses say why. */
export abstract class KaizenRequestError extends KaizenError {}

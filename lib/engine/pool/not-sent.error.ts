/** Work could not be sent to another thread: it is for the calling one. Never leaves the engine. */
export class NotSentError extends Error {}

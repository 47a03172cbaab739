/** Which transport served a call: the engine in this process, or the REST API. */
export type ServedBy = 'embedded' | 'http';

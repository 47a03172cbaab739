/** How many arrays and objects may stand inside each other by default. */
export const DEFAULT_MAX_DEPTH = 200;
/** The largest value or text taken by default: 256 MiB. */
export const DEFAULT_MAX_BYTES = 268_435_456;
/** What `maxDepth` may be: far past 500 levels recursion would reach the end of the stack. */
export const DEPTH_RANGE = { min: 1, max: 500 };
/** What `maxBytes` may be: up to the longest string V8 holds, 2^29 - 24 code units. */
export const SIZE_RANGE = { min: 1, max: 536_870_888 };
/** How deep field lists may nest in a header: as deep as any value. */
export const MAX_FIELD_NESTING = DEPTH_RANGE.max;

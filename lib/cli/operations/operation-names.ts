/** The commands that make KTOF. */
export type EncodingName = 'encode' | 'compress' | 'optimize';

/** The commands that read KTOF. */
export type DecodingName = 'decode' | 'decompress';

/**
 * What a client is told. Every option may be left out: a client made with `{}` works at once, in
 * this process, with no account and no network.
 *
 * @example
 * ```ts
 * KaizenModule.forRoot({ profile: 'toon', maxPayloadBytes: 1024 * 1024 });
 * ```
 */
export interface KaizenOptions {
  /** Where the work is done. `embedded` is the engine in this process. Default `embedded`. */
  transport?: 'embedded';
  /**
   * The form that encodes write when the call names none: `ktof` is the smallest, `toon` is
   * standard TOON, `legacy` writes the `[#N]` of older versions. Default `ktof`.
   */
  profile?: 'ktof' | 'toon' | 'legacy';
  /** Separates the values of a row when the call names none. Default a comma. */
  delimiter?: ',' | '\t' | '|';
  /** Spaces for each level, 1 to 8, when the call names none. Default 1 in `ktof`, 2 in the others. */
  indent?: number;
  /** Whether encodes write `[#3]` for `[3]` when the call does not say. Default: in `legacy` only. */
  lengthMarker?: boolean;
  /** The deepest nesting a payload may have, 1 to 500. Default 200. */
  maxDepth?: number;
  /** The largest payload, in bytes of UTF-8, at most 2^29 - 24. Default 64 MiB. */
  maxPayloadBytes?: number;
  /** Whether each encode is decoded and compared before it is returned. Default `true`. */
  verify?: boolean;
  /** How long a call may take in all, in milliseconds. Default 30 000. */
  timeoutMs?: number;
  /** How long `close()` waits for the calls under way, in milliseconds. Default 5000. */
  shutdownGraceMs?: number;
}

/**
 * Checked options with the defaults filled in, frozen. The form of encodes stays open where nobody
 * sets it: its defaults depend on the profile, and the engine alone knows them.
 */
export type ResolvedKaizenOptions = Readonly<
  KaizenOptions & Required<Omit<KaizenOptions, 'profile' | 'delimiter' | 'indent' | 'lengthMarker'>>
>;

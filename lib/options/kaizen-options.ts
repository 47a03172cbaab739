/** When and how large work leaves the calling thread. Every option may be left out. */
export interface KaizenWorkerOptions {
  /**
   * Payloads from this size on, in bytes of JSON or KTOF (guessed), go to a worker thread; smaller
   * ones are done where the call is made. Each of `tokenModels` counts like twice the payload.
   * Default 262 144 (256 KiB): from there an encode would hold the event loop for 5 to 12 ms.
   */
  thresholdBytes?: number;
  /** How many threads may run at once, 1 to 64. Default: one less than the cores, from 1 to 4. */
  maxThreads?: number;
  /** How many calls may wait for a thread; more are refused with `KaizenOverloadedError`. Default 64. */
  maxQueue?: number;
  /** The heap of each thread, in MiB, at least 16; past it, `KaizenWorkerError`. Default 1024. */
  maxMemoryMb?: number;
  /** How long a thread without work is kept, in milliseconds. Default 60 000. */
  idleTimeoutMs?: number;
}

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
  /**
   * Large payloads are worked on in other threads, so that the event loop goes on; `false` keeps all
   * work where the call is made. Default `{}`. No thread is started before there is large work.
   */
  workers?: false | KaizenWorkerOptions;
  /** How long a call may take in all, in milliseconds. Default 30 000. */
  timeoutMs?: number;
  /** How long `close()` waits for the calls under way, in milliseconds. Default 5000. */
  shutdownGraceMs?: number;
}

/**
 * Checked options with the defaults filled in, frozen. The form of encodes and the use of threads
 * stay open where nobody sets them: their defaults depend on the profile and on the machine, and the
 * engine alone knows them.
 */
export type ResolvedKaizenOptions = Readonly<
  KaizenOptions &
    Required<Omit<KaizenOptions, 'profile' | 'delimiter' | 'indent' | 'lengthMarker' | 'workers'>>
>;

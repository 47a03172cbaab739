/** Bytes before and after, as `CompressionStats` tells them. */
export interface AnswerStats {
  readonly originalBytes: number;
  readonly compressedBytes: number;
  readonly bytesSaved: number;
  /** Negative when the text grew. */
  readonly savedPercent: number;
}

/** Tokens before and after for one model, as `TokenStats` tells them. */
export interface AnswerTokens {
  readonly original: number;
  readonly compressed: number;
  readonly method?: 'exact' | 'estimate';
  readonly encoding?: string;
  readonly tokensSaved: number;
  readonly savedPercent: number;
}

/** What an operation answered: the fields of a client's response that commands look at. */
export interface Answer {
  readonly status?: string;
  readonly operation?: string;
  readonly result?: unknown;
  readonly stats?: AnswerStats;
  readonly tokenStats?: Readonly<Record<string, AnswerTokens>>;
  readonly messages?: unknown;
  readonly meta?: Readonly<Record<string, unknown>>;
  readonly servedBy?: 'embedded' | 'http';
}

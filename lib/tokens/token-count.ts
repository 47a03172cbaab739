/** The least and the most that a number of tokens may be. */
export interface TokenRange {
  readonly low: number;
  readonly high: number;
}

/** How many tokens a text or a list of messages is, and how that is known. */
export interface TokenCount {
  /** The number of tokens. */
  readonly tokens: number;
  /**
   * `exact`: the model's own vocabulary counted, all of it. `estimate`: another vocabulary stood in
   * for it, or something in the input has a cost that is not public.
   */
  readonly method: 'exact' | 'estimate';
  /** The vocabulary that counted: `o200k_base`. */
  readonly encoding: string;
  /**
   * Where the true count lay for nine in ten texts of a public sample. Only with an estimate, and
   * absent from one whose error could not be measured: nothing is known about that one.
   */
  readonly range?: TokenRange;
  /**
   * How many parts of the messages were not counted, by their type: `{ image_url: 2 }`. Absent when
   * all were.
   */
  readonly uncounted?: Readonly<Record<string, number>>;
}

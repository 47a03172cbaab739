/** An amount before and after. */
export interface KaizenAmounts {
  /** As compact JSON, or as the text that a prompt was. */
  readonly before: number;
  /** As KTOF. */
  readonly after: number;
  /** `before` less `after`: negative where it grew. */
  readonly saved: number;
}

/** Tokens that were counted in one way. */
export interface KaizenTokenSavings extends KaizenAmounts {
  /** In how many calls. */
  readonly calls: number;
}

/** What tokens cost, in the currency of the price. */
export interface KaizenCostSavings extends KaizenAmounts {
  readonly currency?: string;
  /** Whether any of it was counted by estimates. */
  readonly isEstimate: boolean;
}

/** What was saved on prompts for one model. */
export interface KaizenModelSavings {
  /** By the model's own vocabulary. */
  readonly exact: KaizenTokenSavings;
  /** By an estimate, or by a service that does not say how it counts. */
  readonly estimated: KaizenTokenSavings;
  /** Both together at the price that the option `prices` has for the model; absent without one. */
  readonly cost?: KaizenCostSavings;
}

/** What calls of one operation saved. */
export interface KaizenSavingsFigures {
  /** How many calls succeeded, items of batches each counted as one. */
  readonly calls: number;
  /** How many of them told their sizes: `bytes` is of these. */
  readonly measured: number;
  readonly bytes: KaizenAmounts;
  /** By the model's name, for the models that the calls asked for; past 100 models, under `other`. */
  readonly models: Readonly<Record<string, KaizenModelSavings>>;
}

/** What one operation saved. */
export interface KaizenOperationSavings {
  /** Calls that the service or the engine answered. */
  readonly answered: KaizenSavingsFigures;
  /** Calls that a cache answered, or that shared the answer to an equal one under way: for those nobody was asked. */
  readonly cached: KaizenSavingsFigures;
}

/** What a client has saved, as it was when it was asked for. */
export interface KaizenSavings {
  /** The client's name. */
  readonly client: string;
  /** Since when it is counted, in ISO 8601. */
  readonly since: string;
  /** By operation: `promptsEncode`; a stream is one of its own, `promptsEncodeStream`. */
  readonly operations: Readonly<Record<string, KaizenOperationSavings>>;
}

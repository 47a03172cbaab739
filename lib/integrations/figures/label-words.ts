/** The words that labels have so far. Collectors whose figures are the same have the same ones. */
export interface LabelWords {
  readonly clients: Set<string>;
  readonly models: Set<string>;
  readonly codes: Set<string>;
}

/** No words yet. */
export function noWords(): LabelWords {
  return { clients: new Set(), models: new Set(), codes: new Set() };
}

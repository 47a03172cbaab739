/**
 * How a vocabulary's count follows from that of `o200k_base`:
 * `perToken × (tokens − digit groups) + digits + perLetter × letters + perIdeograph × ideographs`,
 * where digits counted in groups stay among the tokens.
 */
export interface EstimateProfile {
  /** Tokens for each one of `o200k_base`. */
  readonly perToken: number;
  /** `single`: each digit is a token. `grouped`: up to three are one, as in `o200k_base`. */
  readonly digits: 'grouped' | 'single';
  /** Added for each character outside ASCII that is no ideograph, in UTF-16 code units. */
  readonly perLetter: number;
  /** Added for each Chinese, Japanese or Korean character. */
  readonly perIdeograph: number;
  /** Where nine in ten true counts lie: between `1 + low` and `1 + high` times the estimate. */
  readonly error?: { readonly low: number; readonly high: number };
}

/**
 * Measured by `bench/estimates` with the vocabularies as npm packages carry them: fitted to one half
 * of its sample (READMEs, source code, JSON, KTOF, 18 languages; pieces of 2,000 characters), the
 * errors taken on the other half, every kind of text with the same weight.
 */
const MEASURED = {
  claude2: profile(1.08, 'grouped', 0.35, 0.21, [-0.13, 0.25]),
  deepseek3: profile(1.05, 'grouped', 0.02, -0.15, [-0.05, 0.25]),
  gemma3: profile(1.09, 'single', -0.05, -0.27, [-0.1, 0.17]),
  llama2: profile(1.24, 'single', 0.13, 0.35, [-0.1, 0.42]),
  llama3: profile(1.01, 'grouped', 0.05, -0.05, [-0.05, 0.13]),
  mistral: profile(1.25, 'single', 0.17, 0.1, [-0.08, 0.32]),
  qwen3: profile(1.02, 'single', 0.04, -0.1, [-0.04, 0.17]),
  tekken: profile(1.04, 'single', -0.02, -0.02, [-0.06, 0.1]),
} as const;

/**
 * Vocabularies that are not public, or not packaged: the nearest one that is, its error not claimed.
 *
 * `claude4_7`: Anthropic's page on token counting says of the vocabulary that Claude Opus 4.7 brought
 * that the same text takes about 30 percent more tokens than before. `plain` is `o200k_base` itself.
 */
const STAND_INS = {
  claude: withoutError(MEASURED.claude2),
  claude4_7: { ...withoutError(MEASURED.claude2), perToken: 1.4 },
  deepseek: withoutError(MEASURED.deepseek3),
  gemini: withoutError(MEASURED.gemma3),
  plain: profile(1, 'grouped', 0, 0),
  qwen: withoutError(MEASURED.qwen3),
  tekkenLike: withoutError(MEASURED.tekken),
} as const;

/** Every profile, by the name that `model-families.ts` uses. */
export const PROFILES: Readonly<Record<ProfileName, EstimateProfile>> = {
  ...MEASURED,
  ...STAND_INS,
};

/** The name of a profile. */
export type ProfileName = keyof typeof MEASURED | keyof typeof STAND_INS;

function profile(
  perToken: number,
  digits: EstimateProfile['digits'],
  perLetter: number,
  perIdeograph: number,
  error?: readonly [low: number, high: number],
): EstimateProfile {
  const known = error && { error: { low: error[0], high: error[1] } };
  return { perToken, digits, perLetter, perIdeograph, ...known };
}

function withoutError(measured: EstimateProfile): EstimateProfile {
  const { perToken, digits, perLetter, perIdeograph } = measured;
  return { perToken, digits, perLetter, perIdeograph };
}

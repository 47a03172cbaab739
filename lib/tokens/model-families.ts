import { type EstimateProfile, PROFILES, type ProfileName } from './estimate-profiles.js';
import { baseModelName } from './model-name.js';

/**
 * Families of models and what their counts are estimated with, the first match wins.
 *
 * Facts: Gemini 2 to 3 count with Gemma 3's vocabulary and later ones do not (`google-genai`, file
 * `_local_tokenizer_loader.py`); Mistral's and the others' vocabularies by their own model cards.
 * Distilled models keep the vocabulary of the model they were made from.
 */
const FAMILIES: readonly (readonly [RegExp, ProfileName])[] = [
  [/^claude-(?:2|instant|v[12])/, 'claude2'],
  [/^claude-opus-4[-.](?:[7-9]|\d\d)(?!\d)/, 'claude4_7'],
  [/^claude-(?:3|(?:opus|sonnet|haiku)-4|4-)/, 'claude'],
  [/^claude/, 'claude4_7'],
  [/^gemini-(?:2\.[05]|3-(?:pro|flash)(?:-preview)?$)/, 'gemma3'],
  [/^gemma-?3(?![.\d])/, 'gemma3'],
  [/^gem(?:ini|ma)/, 'gemini'],
  [/^(?:meta-)?llama-?3|^deepseek-r1-distill-llama/, 'llama3'],
  [/^(?:meta-|code)?llama-?2|^codellama/, 'llama2'],
  [
    /^(?:open-)?(?:mistral|mixtral)-(?:tiny|\d+x?\d*b)|^mistral-large-2|^codestral-(?:22b|2405)/,
    'mistral',
  ],
  [/^(?:open-)?mistral-nemo|^ministral|^magistral|^devstral|^pixtral-12b/, 'tekken'],
  [/^mistral-small-(?:3|24b|250[1-9])/, 'tekken'],
  [/^(?:open-)?(?:mistral|mixtral|codestral|pixtral|voxtral)/, 'tekkenLike'],
  [/^qwen-?(?:2(?:\.5)?|3)(?![.\d])|^deepseek-r1-distill-qwen/, 'qwen3'],
  [/^(?:qwen|qwq)/, 'qwen'],
  [/^deepseek-(?:v3|r1|chat|reasoner)/, 'deepseek3'],
  [/^deepseek/, 'deepseek'],
];

/** What a model's count is estimated with; `o200k_base` as it is for a model that is not known. */
export function profileOf(model: string): EstimateProfile {
  const name = baseModelName(model);
  const [, profile] = FAMILIES.find(([family]) => family.test(name)) ?? [];
  return PROFILES[profile ?? 'plain'];
}

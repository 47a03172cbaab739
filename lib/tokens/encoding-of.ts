import { type EncodingName, isEncodingName } from './encodings.js';
import { baseModelName } from './model-name.js';

/**
 * Families of OpenAI models and the vocabulary of each, the first match wins.
 *
 * Facts: the model lists of `gpt-tokenizer` and of OpenAI's own `tiktoken` (`tiktoken/model.py`),
 * whose prefix rules also cover dated names.
 */
const FAMILIES: readonly (readonly [RegExp, EncodingName])[] = [
  [/^gpt-oss(?![a-z0-9])/, 'o200k_harmony'],
  [/^(?:chat)?gpt-4o(?![a-z0-9])/, 'o200k_base'],
  [/^gpt-4\.[15](?![0-9])/, 'o200k_base'],
  [/^gpt-5(?![0-9])/, 'o200k_base'],
  [/^gpt-(?:audio|realtime)(?![a-z0-9])/, 'o200k_base'],
  [/^o[134](?![a-z0-9.])/, 'o200k_base'],
  [/^(?:codex-mini|computer-use-preview)(?![a-z0-9])/, 'o200k_base'],
  [/^gpt-4(?![a-z0-9.])/, 'cl100k_base'],
  [/^gpt-3\.?5(?![0-9])/, 'cl100k_base'],
  [/^text-embedding-(?:3-(?:small|large)|ada-002)$/, 'cl100k_base'],
  [/^(?:babbage|davinci)-002(?![0-9])/, 'cl100k_base'],
  [/^(?:code|text)-davinci-edit-001$/, 'p50k_edit'],
  [
    /^text-davinci-00[23]$|^code-(?:davinci|cushman)-00[12]$|^(?:davinci|cushman)-codex$/,
    'p50k_base',
  ],
  [/^(?:text-)?(?:ada|babbage|curie|davinci)(?:-001)?$/, 'r50k_base'],
  [/^(?:code|text)-(?:search|similarity)-(?:[a-z]+-)+001$/, 'r50k_base'],
  [/^gpt-?2(?:-medium|-large|-xl)?$/, 'gpt2'],
];

/**
 * The vocabulary of a model, by its name or its encoding's.
 *
 * Understands dated names (`gpt-4o-2024-08-06`), gateway prefixes (`openai/gpt-4o`, `azure/gpt-4o`,
 * `openai:gpt-4o`) and fine-tuned models (`ft:gpt-4o-mini:org::id`), in any case.
 *
 * @returns `undefined` for a model whose vocabulary is not public or not known.
 */
export function encodingOf(model: string): EncodingName | undefined {
  const name = baseModelName(model);
  if (isEncodingName(name)) return name;
  return FAMILIES.find(([family]) => family.test(name))?.[1];
}

/** A model whose own tokenizer is installed, beside the estimate that is made without it. */
export interface Vocabulary {
  /** What the maker calls it. */
  readonly name: string;
  /** The model's name, as an app would pass it. */
  readonly model: string;
  /** Counts with the model's own tokenizer. */
  readonly count: (text: string) => number;
}

interface Candidate {
  readonly name: string;
  readonly model: string;
  readonly packageName: string;
  /** Without the tokens that mark a text's beginning and end. */
  readonly options: readonly unknown[];
}

interface TokenizerModule {
  readonly default: { encode(text: string, ...options: readonly unknown[]): number[] };
}

const CANDIDATES: readonly Candidate[] = [
  {
    name: 'Llama 3',
    model: 'llama-3.3-70b-instruct',
    packageName: 'llama3-tokenizer-js',
    options: [{ bos: false, eos: false }],
  },
  {
    name: 'Mistral 7B',
    model: 'open-mistral-7b',
    packageName: 'mistral-tokenizer-js',
    options: [false, false],
  },
  {
    name: 'Llama 2',
    model: 'llama-2-70b-chat',
    packageName: 'llama-tokenizer-js',
    options: [false, false],
  },
];

/** Loads the tokenizers that are installed. */
export async function loadVocabularies(candidates = CANDIDATES): Promise<Vocabulary[]> {
  const loaded = await Promise.all(candidates.map(loadVocabulary));
  return loaded.filter((vocabulary) => vocabulary !== undefined);
}

async function loadVocabulary({
  name,
  model,
  packageName,
  options,
}: Candidate): Promise<Vocabulary | undefined> {
  try {
    const { default: tokenizer } = (await import(packageName)) as TokenizerModule;
    return { name, model, count: (text) => tokenizer.encode(text, ...options).length };
  } catch {
    process.stderr.write(`${name} is left out: npm install --no-save ${packageName}\n`);
    return undefined;
  }
}

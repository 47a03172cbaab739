import type { KaizenBatchPath, KaizenService } from 'nestjs-kaizen';

/** What came of encoding a list of prompts. */
export interface Encoded {
  /** The KTOF of each prompt, in their order. */
  readonly texts: readonly string[];
  /** How the items went, where a batch says so. */
  readonly via?: KaizenBatchPath;
}

/** A way to encode a list of prompts. */
export interface Way {
  readonly name: string;
  encode(kaizen: KaizenService, prompts: readonly object[]): Promise<Encoded>;
}

/** How many calls are under way at once. */
const AT_ONCE = 32;

/** From the slowest to the fastest. */
export const WAYS: readonly Way[] = [
  { name: 'one by one', encode: oneByOne },
  { name: `${AT_ONCE} at once`, encode: severalAtOnce },
  { name: 'as a batch', encode: asBatch },
];

async function oneByOne(kaizen: KaizenService, prompts: readonly object[]): Promise<Encoded> {
  const texts: string[] = [];
  for (const prompt of prompts) texts.push((await kaizen.promptsEncode({ prompt })).result);
  return { texts };
}

async function severalAtOnce(kaizen: KaizenService, prompts: readonly object[]): Promise<Encoded> {
  const texts: string[] = [];
  const left = prompts.entries();
  const work = async () => {
    for (const [index, prompt] of left) {
      texts[index] = (await kaizen.promptsEncode({ prompt })).result;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { texts };
}

async function asBatch(kaizen: KaizenService, prompts: readonly object[]): Promise<Encoded> {
  const payloads = prompts.map((prompt) => ({ prompt }));
  const { items, via } = await kaizen.promptsEncodeBatch(payloads, { onError: 'throw' });
  return { texts: items.map((item) => item!.result), via };
}

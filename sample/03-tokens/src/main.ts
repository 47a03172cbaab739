import { estimateCost, fitsContext, loadTokenCounter } from 'nestjs-kaizen';
import { compare } from './compare.js';
import { reportOf } from './report.js';
import { loadTexts } from './texts.js';
import { loadVocabularies } from './vocabularies.js';

const print = (line: string) => process.stdout.write(`${line}\n`);

const texts = loadTexts();
for (const vocabulary of await loadVocabularies())
  print(`\n${reportOf(vocabulary.name, await compare(vocabulary, texts))}`);

const messages = [
  { role: 'system', content: 'Answer from the records alone.' },
  { role: 'user', content: texts.map(({ text }) => text).join('\n\n') },
];

print('\nA prompt of all these texts');
for (const [model, limit] of [['gpt-4'], ['gpt-4o'], ['claude-sonnet-5', 200_000]] as const) {
  const { fits, tokens, left, method } = await fitsContext(messages, {
    model,
    reserve: 1_000,
    ...(limit !== undefined && { limit }),
  });
  const verdict = fits ? `fits, ${left} left` : `is ${-left} too long`;
  print(`${model}: ${tokens} tokens (${method}), with 1,000 for the reply it ${verdict}`);
}

const counter = await loadTokenCounter('gpt-4o');
const input = counter.countMessages(messages).tokens;
const { total } = estimateCost(
  { input, output: 1_000 },
  { inputPerMillion: 2.5, outputPerMillion: 10 },
);
print(
  `At 2.50 and 10.00 per million tokens, gpt-4o and a reply of 1,000 tokens cost ${total.toFixed(4)}`,
);

import { HumanMessage, SystemMessage } from '@langchain/core/messages';
import { StringOutputParser } from '@langchain/core/output_parsers';
import { RunnableLambda } from '@langchain/core/runnables';
import { ChatOpenAI } from '@langchain/openai';
import { loadTokenCounter, withKaizen } from 'nestjs-kaizen';
import { ORDERS } from '../../shared/orders.js';
import { vendorOrMock } from '../../shared/vendor-or-mock.js';
import { compressMessages } from './compress-messages.js';

const MODEL = 'gpt-5-mini';
const vendor = await vendorOrMock('OPENAI_API_KEY', '/v1');
const { apiKey, baseUrl: baseURL } = vendor.options;
const model = new ChatOpenAI({ model: MODEL, apiKey, configuration: { baseURL } });

const writeQuestion = RunnableLambda.from((documents: readonly object[]) => [
  new SystemMessage('You answer in one short sentence.'),
  new HumanMessage(`Which of these orders has the highest total?\n\n${JSON.stringify(documents)}`),
]);

await withKaizen({}, async (kaizen) => {
  const prompt = writeQuestion.pipe(compressMessages(kaizen));
  const counter = await loadTokenCounter(MODEL);
  const [before, after] = [await writeQuestion.invoke(ORDERS), await prompt.invoke(ORDERS)].map(
    (messages) => counter.count(messages.map(({ text }) => text).join('\n')).tokens,
  );
  console.log(`${before} tokens before, ${after} sent\n`);

  const chain = prompt.pipe(model).pipe(new StringOutputParser());
  for await (const piece of await chain.stream(ORDERS)) process.stdout.write(piece);
  process.stdout.write('\n');
});
await vendor.close();

import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { type ModelMessage, streamText, wrapLanguageModel } from 'ai';
import { withKaizen } from 'nestjs-kaizen';
import { kaizen } from 'nestjs-kaizen/ai-sdk';
import { ORDERS } from '../../shared/orders.js';
import { vendorOrMock } from '../../shared/vendor-or-mock.js';
import { summary } from './summary.js';

const OPENAI = 'https://api.openai.com/v1';

const messages: ModelMessage[] = [
  {
    role: 'user',
    content: [
      { type: 'text', text: 'Which of these orders has the highest total?' },
      { type: 'text', text: JSON.stringify(ORDERS) },
    ],
  },
];

const vendor = await vendorOrMock('OPENAI_API_KEY', '/v1');
const { apiKey = process.env['OPENAI_API_KEY'], baseUrl: baseURL = OPENAI } = vendor.options;
const openai = createOpenAICompatible({ name: 'openai', baseURL, apiKey });

await withKaizen({}, async (service) => {
  const model = wrapLanguageModel({
    model: openai.chatModel('gpt-5-mini'),
    middleware: kaizen({
      kaizen: service,
      countTokens: true,
      onReceipt: (receipt) => console.log(`${summary(receipt)}\n`),
    }),
  });
  const { textStream } = streamText({ model, messages });
  for await (const piece of textStream) process.stdout.write(piece);
  process.stdout.write('\n');
});
await vendor.close();

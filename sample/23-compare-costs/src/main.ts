import { createKaizen } from 'nestjs-kaizen';
import { KaizenOpenAiCompatible } from 'nestjs-kaizen/providers';
import { loadDataSets } from '../../01-quickstart/src/data-sets.js';
import { compare, MockModel } from './compare.js';
import { table } from './table.js';

const pricePerMillion = Number(process.env['PRICE_PER_MILLION'] ?? 1);

const model = new MockModel();
const kaizen = createKaizen();
const options = { baseUrl: `${await model.start()}/v1`, apiKey: 'no-key', model: 'gpt-4o' };
const provider = new KaizenOpenAiCompatible('mock', options, kaizen);

const rows = await compare(provider, model, { sets: loadDataSets(), pricePerMillion });
console.log(`A thousand calls at ${pricePerMillion} for a million tokens:\n\n${table(rows)}`);

await provider.close();
await kaizen.close();
await model.stop();

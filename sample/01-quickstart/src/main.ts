import { Logger } from '@nestjs/common';
import { createApp } from './create-app.js';
import { loadDataSets } from './data-sets.js';
import { SavingsReport } from './savings-report.service.js';
import { savingsTable } from './savings-table.js';

const app = await createApp();
const savings = await app.get(SavingsReport).of(loadDataSets());
process.stdout.write(`\n${savingsTable(savings)}\n\n`);

await app.listen(process.env['PORT'] ?? 3000);
const url = (await app.getUrl()).replace('[::1]', 'localhost');
new Logger('Quickstart').log(`Listening on ${url}`);

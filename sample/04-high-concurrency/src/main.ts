import { comparePools } from './compare-pools.js';
import { loadTable } from './load-table.js';

process.stdout.write(`\n${loadTable(await comparePools(300))}\n\n`);

import { startBatchServer } from './batch-server.js';
import { compareWays } from './compare-ways.js';
import { ticketPrompts } from './prompts.js';
import { waysTable } from './ways-table.js';

const server = await startBatchServer();
try {
  const rows = await compareWays(server.url, ticketPrompts(1000));
  process.stdout.write(`\n${waysTable(rows)}\n\n`);
} finally {
  await server.close();
}

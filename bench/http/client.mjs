/**
 * A process with one client: `node client.mjs NAME PORT`. Whenever its parent tells it for how many
 * seconds, it makes calls and tells what they cost.
 */
import assert from 'node:assert/strict';
import { CLIENTS } from './clients.mjs';
import { load } from './load.mjs';

const [name, port] = process.argv.slice(2);
const call = await CLIENTS[name](`http://127.0.0.1:${port}`);

// All clients must have read the same: the first record of the result.
const { rows } = await call();
assert.equal(rows[0].email, 'member.1@example.com');

process.on('message', async (seconds) => process.send(await load(call, seconds)));
process.on('disconnect', () => process.exit());
process.send('ready');

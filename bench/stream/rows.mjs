/** A long table, made by counting: the same on every run. The `toon` profile, so that both libraries read it. */

const NAMES = ['Ada', 'Grace', 'Linus', 'Margaret', 'Alan', 'Barbara', 'Edsger'];
const NOTES = ['in stock', 'late', 'GET /v1/orders', 'first, then second', 'none'];
const CHUNK_BYTES = 65_536;
/** Rows are written once and repeated, so that making them takes no part in what is measured. */
const BLOCK_ROWS = 4096;

const pick = (list, index) => list[index % list.length];

/** One record. Its strings are flat in memory, as those that come from a network or a file. */
export const record = (id) => ({
  id,
  name: flat(`${pick(NAMES, id)} ${id}`),
  email: flat(`user${id}@example.com`),
  active: id % 3 === 0,
  score: (id % 9973) / 100,
  note: pick(NOTES, id),
});

const flat = (text) => Buffer.from(text).toString('latin1');

/** The text of a table, its length in bytes, and how many rows it has. */
export function table(encode, megabytes) {
  const rows = Array.from({ length: BLOCK_ROWS }, (_, id) => record(id));
  const [header, ...lines] = encode({ rows }, { profile: 'toon' }).split('\n');
  const block = Buffer.from(`${lines.join('\n')}\n`);
  const blocks = Math.ceil((megabytes * 1e6) / block.length);
  const count = blocks * BLOCK_ROWS;
  const start = Buffer.from(`${header.replace(String(BLOCK_ROWS), String(count))}\n`);
  return { start, block, blocks, count, bytes: start.length + blocks * block.length };
}

/** The text in chunks that end anywhere. */
export function* chunks({ start, block, blocks }) {
  let chunk = Buffer.alloc(CHUNK_BYTES);
  let filled = start.copy(chunk);
  for (let index = 0; index < blocks; index++) {
    for (let from = 0; from < block.length;) {
      const copied = block.copy(chunk, filled, from);
      from += copied;
      filled += copied;
      if (filled < CHUNK_BYTES) continue;
      yield chunk;
      chunk = Buffer.alloc(CHUNK_BYTES);
      filled = 0;
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled);
}

/** The text in lines. */
export function* lines({ start, block, blocks }) {
  yield start.toString().trimEnd();
  const split = block.toString().trimEnd().split('\n');
  for (let index = 0; index < blocks; index++) yield* split;
}

/** Payloads of about 1 MB of compact JSON each, made by counting: the same on every run. */

const NAMES = ['Ada', 'Grace', 'Linus', 'Margaret', 'Alan'];
const CITIES = ['Berlin', 'New York', 'São Paulo', 'Tokyo', 'Oslo, NO'];
const LEVELS = ['info', 'warn', 'error'];

const pick = (list, index) => list[index % list.length];
const list = (length, make) => Array.from({ length }, (_, index) => make(index));

const user = (id) => ({
  id,
  name: `${pick(NAMES, id)} ${id}`,
  email: `user${id}@example.com`,
  city: pick(CITIES, id),
  active: id % 3 === 0,
  score: ((id * 37) % 1000) / 10,
});

const order = (id) => ({
  id,
  customer: { name: pick(NAMES, id), address: { city: pick(CITIES, id), zip: `${10_000 + id}` } },
  items: list(1 + (id % 4), (line) => ({
    sku: `SKU-${id}-${line}`,
    qty: line + 1,
    price: 9.99 + line,
  })),
  total: id * 1.5,
  status: id % 2 ? 'paid' : 'open',
});

const event = (id) => ({
  at: `2026-01-01T00:${String(id % 60).padStart(2, '0')}:00Z`,
  level: pick(LEVELS, id),
  message: `request ${id} finished: status=${200 + (id % 5)}`,
  ...(id % 3 === 2 ? { error: { code: `E${id % 7}`, retry: id % 2 === 0 } } : {}),
  ...(id % 4 === 0 ? { tags: ['a', 'b', `t${id % 9}`] } : {}),
  ...(id % 2 === 0 ? { userId: id } : {}),
});

/** A flat table: one row shape, primitives only. */
export const tables = { rows: list(9000, user) };
/** Orders: nested objects, and lists of objects in every row. */
export const orders = { orders: list(4500, order) };
/** Log events: keys that come and go. */
export const events = { events: list(8500, event) };

/** A prompt of about 100 KB. */
export const prompt = {
  task: 'Summarise the open orders and the errors of the day.',
  orders: list(300, order),
  events: list(320, event),
};

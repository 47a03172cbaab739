/**
 * Prompts of about 1 KB, all different, made by counting: the same on every run. A third each is rows
 * with instructions, a chat with a tool's result, and text with JSON in it.
 */

const NAMES = ['Ada', 'Grace', 'Linus', 'Margaret', 'Alan', 'Barbara', 'Edsger'];
const CITIES = ['Berlin', 'New York', 'São Paulo', 'Tokyo', 'Oslo, NO', 'Kraków'];
const TASKS = [
  'Summarise the open orders for the account manager in three sentences.',
  'Which of these customers should be called first, and why? Answer with ids.',
  'Find rows that contradict each other and say what should be asked.',
  'Translate the status column into plain German, keep the ids as they are.',
];
const STATUSES = ['open', 'paid', 'shipped', 'returned'];

const pick = (list, index) => list[index % list.length];
const list = (length, make) => Array.from({ length }, (_, index) => make(index));

const order = (id) => ({
  id,
  customer: `${pick(NAMES, id)} ${pick(NAMES, id * 3 + 1)}`,
  city: pick(CITIES, id),
  total: 9.99 + (id % 97),
  status: pick(STATUSES, id),
});

const hit = (id) => ({
  id: `doc-${id}`,
  title: `Minutes of ${pick(CITIES, id)}, week ${id % 52}`,
  score: ((id * 37) % 1000) / 1000,
  page: 1 + (id % 9),
});

const rows = (seed) => ({
  task: `${pick(TASKS, seed)} Case ${seed}.`,
  orders: list(10, (row) => order(seed * 100 + row)),
});

const chat = (seed) => ({
  model: 'gpt-4o-mini',
  messages: [
    { role: 'system', content: `You answer for the support desk of ${pick(CITIES, seed)}.` },
    { role: 'user', content: `${pick(TASKS, seed)} It is about case ${seed}.` },
    {
      role: 'assistant',
      content: null,
      tool_calls: [
        {
          id: `call_${seed}`,
          type: 'function',
          function: { name: 'search', arguments: JSON.stringify({ query: `case ${seed}` }) },
        },
      ],
    },
    {
      role: 'tool',
      tool_call_id: `call_${seed}`,
      content: JSON.stringify({ hits: list(8, (row) => hit(seed * 100 + row)) }),
    },
  ],
});

const text = (seed) =>
  `${pick(TASKS, seed)} The rows are from ${pick(CITIES, seed)}, case ${seed}.\n\n` +
  `\`\`\`json\n${JSON.stringify(list(9, (row) => order(seed * 100 + row)))}\n\`\`\`\n\n` +
  'Answer with the ids alone, separated by commas.';

const SHAPES = { rows, chat, text };

/** Prompts of one shape. */
export const promptsOf = (shape, count = 80) => list(count, SHAPES[shape]);

/** Prompts of all shapes, in turn. */
export const prompts = (count = 240) =>
  list(count, (index) => pick(Object.values(SHAPES), index)(index));

/**
 * What chats cost with JSON in their tool results, as sent and after `promptsEncode`:
 * `npm run build && node bench/chat/main.mjs`. Exits with 1 when a style saves less than 30 % over
 * all chats, or when a chat does not come back exactly.
 */
import { align } from '../tokens/report/align.mjs';
import { whole } from '../tokens/report/format-amounts.mjs';
import { measure } from './measure.mjs';
import { sentChats } from './requests.mjs';
import { styles } from './styles.mjs';

/** The least part of the tokens that must be saved in each style, over all chats. */
const LEAST_SAVING = 0.3;

const { createKaizen } = await import(process.env.KAIZEN_DIST ?? '../../dist/index.js').catch(
  () => {
    console.error('dist/ is missing: run `npm run build` first.');
    process.exit(1);
  },
);

const kaizen = createKaizen();
const rows = [];
for (const sent of sentChats()) rows.push(await measure(sent, kaizen));
await kaizen.close();

const saved = ([before, after]) => 1 - after / before;
const total = (some, what) =>
  [0, 1].map((side) => some.reduce((sum, row) => sum + row[what][side], 0));
const cells = ([before, after]) => [
  whole(before),
  whole(after),
  `${(100 * saved([before, after])).toFixed(1)} %`,
];
const totals = Object.keys(styles).map((style) => {
  const some = rows.filter((row) => row.style === style);
  return {
    name: `all, ${style}`,
    messages: total(some, 'messages'),
    result: total(some, 'result'),
  };
});

console.log(
  align([
    ['o200k_base tokens', 'contents', 'messages', 'saved', 'as JSON', 'result', 'saved', 'exact'],
    [],
    ...rows.map(({ name, style, messages, result, exact }) => [
      `${name}, ${style}`,
      ...cells(messages),
      ...cells(result),
      exact ? 'yes' : 'NO',
    ]),
    [],
    ...totals.map(({ name, messages, result }) => [name, ...cells(messages), ...cells(result)]),
  ]),
);

const enough = totals.every(({ messages, result }) =>
  [messages, result].every((amounts) => saved(amounts) >= LEAST_SAVING),
);
const met = enough && rows.every(({ exact }) => exact);
console.error(
  `\n${met ? 'met    ' : 'NOT MET'}  at least 30 % fewer tokens in every style, every chat exact`,
);
process.exitCode = met ? 0 : 1;

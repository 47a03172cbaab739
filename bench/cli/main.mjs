/**
 * What the `kaizen` command costs: `node bench/cli/main.mjs` (after `npm run build`).
 *
 * Wall time of whole processes, medians of rounds in which each has its turn, beside a Node that does nothing;
 * a batch of 10,000 prompts beside one process for each (some are run, and reckoned up); the memory of a batch
 * of ten times as many; 100 MB of JSON encoded and decoded. Exits with 1 when a goal is missed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const DIST = process.env.KAIZEN_DIST ?? fileURLToPath(new URL('../../dist', import.meta.url));
const MAIN = path.join(DIST, 'cli/main.js');
if (!existsSync(MAIN)) {
  console.error('dist/ is missing: run `npm run build` first.');
  process.exit(1);
}

const ROUNDS = 15;
const GOALS = { versionMs: 120, encodeMs: 250, batchRatio: 10, growth: 1.3 };
const TELL_MEMORY = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => process.stderr.write(`RSS ${process.resourceUsage().maxRSS}\\n`))",
)}`;

const folder = mkdtempSync(path.join(tmpdir(), 'kaizen-bench-'));
const missed = [];
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Runs a process to its end: its wall time in milliseconds, and its memory in MiB where it tells it. */
function run(args) {
  const began = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  });
  const ms = Number(process.hrtime.bigint() - began) / 1e6;
  if (status !== 0) throw new Error(`${args.join(' ')}: ${status} ${stderr}`);
  return { ms, mib: Number(/RSS (\d+)/.exec(stderr)?.[1]) / 1024 };
}

const kaizen = (...args) => run(['--import', TELL_MEMORY, MAIN, ...args]);
const row = (id) => ({ id, name: `user number ${id}`, city: 'Oslo', paid: id % 3 === 0 });

function goal(name, isMet) {
  if (!isMet) missed.push(name);
  return isMet ? '' : '  MISSED';
}

function prepare() {
  const rows = Array.from({ length: 15 }, (_, id) => row(id));
  writeFileSync(path.join(folder, 'small.json'), JSON.stringify({ rows }));
  writeFileSync(path.join(folder, 'empty.mjs'), '');
  for (const count of [10_000, 100_000]) {
    const line = (_, id) => JSON.stringify({ rows: [0, 1, 2, 3, 4].map((at) => row(id + at)) });
    const lines = Array.from({ length: count }, line);
    writeFileSync(path.join(folder, `${count}.jsonl`), `${lines.join('\n')}\n`);
  }
  const parts = Array.from({ length: 1_300_000 }, (_, id) => JSON.stringify(row(id)));
  writeFileSync(path.join(folder, 'large.json'), `{"rows":[${parts.join(',')}]}`);
}

function startUp() {
  const subjects = {
    'node, empty': ['empty.mjs'],
    'kaizen --version': [MAIN, '--version'],
    'kaizen encode, 1 KB': [MAIN, 'encode', 'small.json'],
  };
  const times = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, args] of Object.entries(subjects)) times[name].push(run(args).ms);
  }
  const [bare, version, encode] = Object.values(times).map(median);
  console.log(`node, empty          ${bare.toFixed(0)} ms`);
  const told = goal('--version', version < GOALS.versionMs);
  console.log(`kaizen --version     ${version.toFixed(0)} ms (goal ${GOALS.versionMs})${told}`);
  const said = goal('encode', encode < GOALS.encodeMs);
  console.log(`kaizen encode, 1 KB  ${encode.toFixed(0)} ms (goal ${GOALS.encodeMs})${said}`);
  return encode;
}

function batch(encodeMs) {
  const few = kaizen('batch', '10000.jsonl', '--output', 'few.jsonl');
  const many = kaizen('batch', '100000.jsonl', '--output', 'many.jsonl');
  const ratio = (encodeMs * 10_000) / few.ms;
  const told = goal('batch', ratio >= GOALS.batchRatio);
  console.log(
    `batch of 10,000      ${few.ms.toFixed(0)} ms, ${ratio.toFixed(0)} times as fast as a process each${told}`,
  );
  const said = goal('memory of batch', many.mib < few.mib * GOALS.growth);
  console.log(
    `memory               ${few.mib.toFixed(0)} MiB; of 100,000: ${many.mib.toFixed(0)} MiB${said}`,
  );
}

function large() {
  const bytes = statSync(path.join(folder, 'large.json')).size;
  const sh = (command) => {
    const line = `"${process.execPath}" --import "${TELL_MEMORY}" "${MAIN}" ${command}`;
    const began = process.hrtime.bigint();
    const { stderr } = spawnSync('sh', ['-c', line], { cwd: folder, encoding: 'utf8' });
    const seconds = Number(process.hrtime.bigint() - began) / 1e9;
    return `${seconds.toFixed(1)} s, ${(Number(/RSS (\d+)/.exec(stderr)?.[1]) / 1024).toFixed(0)} MiB`;
  };
  console.log(
    `encode ${(bytes / 1e6).toFixed(0)} MB        ${sh('encode large.json > large.ktof')}`,
  );
  const size = statSync(path.join(folder, 'large.ktof')).size / 1e6;
  console.log(`decode ${size.toFixed(0)} MB         ${sh('decode large.ktof > back.json')}`);
}

try {
  prepare();
  batch(startUp());
  large();
} finally {
  rmSync(folder, { recursive: true });
}
if (missed.length > 0) console.error(`Missed: ${missed.join(', ')}`);
process.exitCode = missed.length > 0 ? 1 : 0;

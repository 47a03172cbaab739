/**
 * Starts the built quickstart as `npm start` does, asks its routes over HTTP, runs the `curl` examples of
 * README.md against it, and stops it; then runs the other samples to their end, with the command of
 * their README. Prints a line for each check.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Report } from './support/report.mjs';
import { run } from './support/run.mjs';
import { startServer } from './support/start-server.mjs';

const MAIN = 'dist-sample/01-quickstart/src/main.js';
const PROMPT = { rows: Array.from({ length: 20 }, (_, id) => ({ id, name: `n${id}`, ok: true })) };

/** The samples that end by themselves, each with what it must have printed by then. */
const SAMPLES = {
  '02-streaming': /end of the reply: \d+ % saved[^]*\d+ rows: /,
  '03-tokens': /Llama 3[^]*gpt-4o: \d+ tokens \(exact\)/,
  '04-high-concurrency': /^25 sockets .* 25 [^]*^25 at once, 100 wait +600 +250 +350 +25 /m,
  '05-health':
    /\/health 200: up.* http\n.*\/health 503: down[^]* open, [^]*\/health 200: up.* http\n$/,
};
const SAMPLE_MS = 60_000;

async function post(url, body) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

async function checkRoundTrip(url) {
  const encoded = await post(`${url}/prompts/encode`, { prompt: PROMPT });
  const { ktof, meta } = encoded.body;
  assert.equal(typeof ktof, 'string', JSON.stringify(encoded));
  assert.ok(ktof.length < JSON.stringify(PROMPT).length / 2);
  const decoded = await post(`${url}/prompts/decode`, { ktof, replayMeta: meta });
  assert.deepEqual(decoded.body.prompt, PROMPT);
}

async function checkHealth(url) {
  const response = await fetch(`${url}/health`);
  assert.deepEqual([response.status, (await response.json()).status], [200, 'ok']);
}

async function checkBadInput(url) {
  const { status } = await post(`${url}/prompts/decode`, { ktof: '[3]: 1,2' });
  assert.ok(status >= 400 && status < 500, `malformed KTOF was answered with ${status}`);
}

/** The `curl` commands in README.md's code blocks, with their continued lines. */
function curlExamples() {
  if (!existsSync('README.md')) return [];
  const blocks = readFileSync('README.md', 'utf8').matchAll(
    /^```(?:bash|sh|shell)\n([^]*?)^```$/gm,
  );
  return [...blocks].flatMap(([, code]) => code.match(/^(?:\$ )?curl (?:.*\\\n)*.*$/gm) ?? []);
}

async function checkExample(example, url) {
  const command = example.replace(/^(\$ )?curl/, 'curl -sS --fail-with-body');
  const output = await run('bash', ['-c', command.replaceAll(/(http:\/\/)?localhost:3000/g, url)]);
  assert.notEqual(output.trim(), '');
}

/** The last command that a sample's README gives to run it. */
function commandOf(sample) {
  const readme = readFileSync(`sample/${sample}/README.md`, 'utf8');
  const [, command] = readme.match(/`[^`]* && (node [^`&]+)`/) ?? [];
  assert.ok(command, `sample/${sample}/README.md has no command to run it`);
  return command.split(' ');
}

async function checkSample(sample, expected) {
  const [, ...args] = commandOf(sample);
  const output = await run(process.execPath, args, { timeoutMs: SAMPLE_MS });
  assert.match(output, expected);
}

async function checkAll(report, server) {
  await report.check('says what it saved before it listens', () =>
    assert.match(server.output(), /\d\s?%/),
  );
  await report.check('encodes and decodes over HTTP', () => checkRoundTrip(server.url));
  await report.check('answers malformed KTOF with a client error', () => checkBadInput(server.url));
  await report.check('reports health', () => checkHealth(server.url));
  const examples = curlExamples();
  await report.check('README.md shows curl examples', () => assert.ok(examples.length > 0));
  for (const [index, example] of examples.entries()) {
    await report.check(`curl example ${index + 1} of README.md`, () =>
      checkExample(example, server.url),
    );
  }
  await report.check('stops when told to', () => server.stop());
}

process.chdir(path.resolve(import.meta.dirname, '..'));
const report = new Report('sample');
const server = await startServer(MAIN, '/health');
try {
  await checkAll(report, server);
} finally {
  server.kill();
}
for (const [sample, expected] of Object.entries(SAMPLES)) {
  await report.check(`${sample} runs to its end`, () => checkSample(sample, expected));
}
report.finish();

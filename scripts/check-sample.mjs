/**
 * Starts the built quickstart as `npm start` does, asks its routes over HTTP, runs the `curl` examples of
 * README.md against it, and stops it; does the same again with a server of the package behind it. Then
 * runs the other samples to their end, with the command of their README. Prints a line for each check.
 *
 * `node scripts/check-sample.mjs [--quickstart] [FOLDER]`: the quickstart alone, without a server; the folder
 * that they are built in, by default the project's own.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { curlExamples, runCurl } from './support/curl-examples.mjs';
import { Report } from './support/report.mjs';
import { run } from './support/run.mjs';
import { startServer } from './support/start-server.mjs';

const MAIN = 'dist-sample/01-quickstart/src/main.js';
const PROMPT = { rows: Array.from({ length: 20 }, (_, id) => ({ id, name: `n${id}`, ok: true })) };

const VENDOR_SAMPLES = [
  '11-openai',
  '12-azure-openai',
  '13-anthropic',
  '14-gemini',
  '15-mistral',
  '16-cohere',
  '17-bedrock',
  '18-hugging-face',
  '19-together',
  '20-fireworks',
];
const VENDOR_ANSWERS =
  /^Order 1004 of customer-\d+ has the highest total, 135\.$[^]*before, \d+ sent[^]*1 block compressed/m;

/** The samples that end by themselves, each with what it must have printed by then. */
const SAMPLES = {
  ...Object.fromEntries(VENDOR_SAMPLES.map((sample) => [sample, VENDOR_ANSWERS])),
  '21-langchain':
    /^\d+ tokens before, \d+ sent\n\nOrder 1004 of customer-\d+ has the highest total, 135\.$/m,
  '22-ai-sdk':
    /^1 block compressed: \d+ tokens before, \d+ sent, [^]*^Order 1004 of customer-\d+ has the highest total, 135\.$/m,
  '23-compare-costs': /^cars \(406 rows\) .* yes\n(.* yes\n){4}$/m,
  '02-streaming': /end of the reply: \d+ % saved[^]*\d+ rows: /,
  '03-tokens': /Llama 3[^]*gpt-4o: \d+ tokens \(exact\)/,
  '04-high-concurrency': /^25 sockets .* 25 [^]*^25 at once, 100 wait +600 +250 +350 +25 /m,
  '05-health':
    /\/health 200: up.* http\n.*\/health 503: down[^]* open, [^]*\/health 200: up.* http\n$/,
  '06-batch':
    /^one by one +1000 .* yes\n32 at once +1000 .* yes\nas a batch +1000 .* batch +yes\n/m,
  '08-prometheus': /^kaizen_fallbacks_total\{[^]*^kaizen_circuit_state\{.*state="open"\} 1$/m,
  '09-opentelemetry': /name: 'kaizen promptsEncode'[^]*received:\n( {2}00-[\da-f-]+-01\n){2}$/,
  '10-pino': /"level":40,.*"event":"kaizen\.retry"[^]*"level":50,.*"KAIZEN_VALIDATION_FAILED"/,
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

async function checkApp(report, name, server) {
  const check = (what, test) => report.check(`${name}: ${what}`, test);
  await check('says what it saved before it listens', () =>
    assert.match(server.output(), /\d\s?%[^]* yes\n/),
  );
  await check('encodes and decodes over HTTP', () => checkRoundTrip(server.url));
  await check('answers malformed KTOF with a client error', () => checkBadInput(server.url));
  await check('reports health', () => checkHealth(server.url));
  const examples = curlExamples('README.md');
  await check('README.md shows curl examples', () => assert.ok(examples.length > 0));
  for (const [index, example] of examples.entries()) {
    await check(`curl example ${index + 1} of README.md`, () => runCurl(example, server.url));
  }
  await check('stops when told to', () => server.stop());
}

async function checkQuickstart(report, name, env) {
  const server = await startServer(MAIN, '/health', { env });
  try {
    await checkApp(report, name, server);
  } finally {
    server.kill();
  }
}

/** The command of the package as the samples here find it: built, or installed. */
function commandFile() {
  const main = createRequire(path.resolve('package.json')).resolve('nestjs-kaizen');
  return path.join(path.dirname(main), 'cli/main.js');
}

/** The same app, unchanged, asks a server of the package. */
async function checkAgainstServer(report) {
  const command = [process.execPath, commandFile(), 'serve', '--metrics'];
  const server = await startServer(command, '/readyz', { variable: 'KAIZEN_SERVER_PORT' });
  try {
    await checkQuickstart(report, '01-quickstart with a server', { KAIZEN_BASE_URL: server.url });
    await report.check('01-quickstart with a server: it was the server that worked', async () => {
      const figures = await (await fetch(`${server.url}/metrics`)).text();
      assert.match(figures, /_count\{route="\/v1\/optimize",method="POST",status="2xx"\} 5\n/);
      assert.match(figures, /_count\{route="\/v1\/prompts\/encode",method="POST",status="2xx"\}/);
    });
    await server.stop();
  } finally {
    server.kill();
  }
}

async function checkAll(report) {
  await checkAgainstServer(report);
  for (const [sample, expected] of Object.entries(SAMPLES)) {
    await report.check(`${sample} runs to its end`, () => checkSample(sample, expected));
  }
}

const { values, positionals } = parseArgs({
  options: { quickstart: { type: 'boolean' } },
  allowPositionals: true,
});
process.chdir(positionals[0] ?? path.resolve(import.meta.dirname, '..'));
const report = new Report(values.quickstart ? 'start' : 'sample');
await checkQuickstart(report, '01-quickstart');
if (!values.quickstart) await checkAll(report);
report.finish();

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { PROVIDER_NAMES } from '../../../lib/cli/chat/provider-names.js';
import { VENDOR_NAMES } from '../../../lib/providers/vendors.js';
import { shellBlocks } from '../../../scripts/support/curl-examples.mjs';
import { createModel, GREETING, ORDERS } from '../../providers/support/model.js';
import { KEY } from '../../providers/support/vendors.js';
import { WireTap } from '../../providers/support/wire-tap.js';
import { CliSandbox } from './cli-sandbox.js';

const box = new CliSandbox('lib-cli-chat');
const model = createModel();
const tap = new WireTap();
let url = '';
let env: NodeJS.ProcessEnv = {};

beforeAll(async () => {
  await box.make();
  url = await tap.start(await model.start());
  env = {
    OPENAI_BASE_URL: `${url}/v1`,
    OPENAI_API_KEY: KEY,
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_API_KEY: KEY,
  };
  box.file('orders.json', JSON.stringify(ORDERS));
});
beforeEach(() => tap.forget());
afterEach(() => box.killAll());
afterAll(async () => {
  await box.remove();
  await tap.stop();
  await model.stop();
});

const OPENAI = ['chat', '--provider', 'openai', '-m', 'gpt-4o'];
const chat = (args: readonly string[], input?: string, more: NodeJS.ProcessEnv = {}) =>
  box.run(args, input, { ...env, ...more });

describe('kaizen chat', () => {
  it('prints the reply, and tells on standard error what it took', async () => {
    const { code, stdout, stderr } = await chat([...OPENAI, '--prompt', 'greet me']);
    expect([code, stdout]).toEqual([0, `${GREETING}\n`]);
    expect(stderr).toMatch(
      /^ +before +after +saved\nbytes +8 +8 +0\.0 %\ntokens of gpt-4o +3 +3 +0\.0 %\nblocks compressed: 0\nopenai, gpt-4o.*: 11 tokens in, 7 out, first after [\d,]+ ms, all after [\d,]+ ms\n$/,
    );
    expect(tap.headers[0]!.authorization).toBe(`Bearer ${KEY}`);
  });

  it('sends data in fewer tokens, which the model reads', async () => {
    const args = [
      '--system',
      'You add up.',
      '--data',
      'orders.json',
      '--profile',
      'toon',
      '--json',
    ];
    const { code, stdout, stderr } = await chat([...OPENAI, ...args], 'add up the totals\n');
    const answer = JSON.parse(stdout) as Record<string, unknown>;
    expect([code, stderr]).toEqual([0, '']);
    expect(answer).toMatchObject({
      data: { total: 780, first: 'customer-1', form: 'toon' },
      usage: { inputTokens: 11, outputTokens: 7 },
      receipt: { encoded: [{ what: 'data' }], tokens: { method: 'exact' } },
      provider: 'openai',
      finishReason: 'stop',
      attempts: 1,
      firstTokenMs: expect.any(Number),
      durationMs: expect.any(Number),
    });
    const plain = await chat([...OPENAI, '--no-compress', ...args], 'add up the totals\n');
    expect(JSON.parse(plain.stdout)).toMatchObject({ receipt: { encoded: [], savedPercent: 0 } });
  });

  it.each(['json', 'ktof'])(
    'prints data as JSON with --reply %s, and nothing else',
    async (form) => {
      const args = [...OPENAI, '--reply', form, '--prompt', 'answer in JSON'];
      const { code, stdout } = await chat(args);
      expect([code, stdout]).toEqual([0, '{"city":"Paris","people":2102650}\n']);
      const wrong = await chat([...OPENAI, '--reply', form, '--prompt', 'greet me']);
      expect([wrong.code, wrong.stdout]).toEqual([3, '']);
      expect(wrong.stderr).toMatch(
        /^kaizen: OpenAI gave a reply .* Give --reply text to see it\.\n$/,
      );
    },
  );

  it('prints the reply as it comes', async () => {
    const started = box.start([...OPENAI, '--prompt', 'talk long'], {}, env);
    await expectSoon(() => started.stdout !== '');
    expect(started.stdout.length).toBeLessThan(300);
    expect(await started.end()).toMatchObject({ code: 0, stdout: `${'abcd '.repeat(60)}\n` });
  });

  it('ends the stream at Ctrl-C, and its request, and says so', async () => {
    const started = box.start([...OPENAI, '--prompt', 'talk long'], {}, env);
    await expectSoon(() => started.stdout !== '');
    started.signal('SIGINT');
    const { code, stdout, stderr } = await started.end();
    expect([code, stderr]).toEqual([
      130,
      'kaizen: SIGINT came; the reply is not complete. Ask again.\n',
    ]);
    expect(stdout).toMatch(/^(?:abcd ?)+.*\n$/);
    await expectSoon(() => tap.left === 1);
  });

  it('ends without a word when nobody reads on', async () => {
    const line = 'kaizen chat --provider openai -m gpt-4o --prompt "talk long" | head -c 3';
    expect(await box.shellBeside(line, env)).toEqual({ status: 0, stdout: 'abc', stderr: '' });
  });

  it('asks any endpoint, with the key of a variable that is named', async () => {
    const args = ['chat', '--provider', 'openAiCompatible', '-m', 'llama', '-p', 'greet me'];
    const own = [...args, '--base-url', `${url}/v1`, '--provider-key-env', 'MY_KEY'];
    const { stdout, stderr } = await chat(own, undefined, { MY_KEY: 'my-own-key' });
    expect(stdout).toBe(`${GREETING}\n`);
    expect(stderr).toMatch(/\nopenAiCompatible, llama: /);
    expect(tap.headers[0]!.authorization).toBe('Bearer my-own-key');
  });

  it('takes no address from kaizen.config.json, which is about a service', async () => {
    box.file('service.json', '{"baseUrl": "http://127.0.0.1:9", "profile": "toon"}');
    const args = [...OPENAI, '--config', 'service.json', '--data', 'orders.json', '--json'];
    const { stdout } = await chat([...args, '--prompt', 'add up']);
    expect(JSON.parse(stdout)).toMatchObject({ data: { form: 'toon' } });
  });

  it('warns of a reply that was cut off', async () => {
    model.prependFixture({
      match: { userMessage: /^cut short/ },
      response: { content: 'Once', finishReason: 'length' },
    });
    const { code, stdout, stderr } = await chat([
      'chat',
      '--provider',
      'anthropic',
      '-m',
      'claude-x',
      '-p',
      'cut short',
    ]);
    expect([code, stdout]).toEqual([0, 'Once\n']);
    expect(stderr).toMatch(/^kaizen: warning: The reply is cut off .* Give --max-tokens more\.\n/);
  });

  it('leaves a terminal no control characters of the model', async () => {
    const content = 'a\u001B[31mb\u0007\tc\r\nd';
    model.prependFixture({ match: { userMessage: /^steer/ }, response: { content } });
    const line = 'kaizen chat --provider openai -m gpt-4o --prompt steer';
    const shown = await box.shellBeside(`script -qec '${line} 2>/dev/null' /dev/null`, env);
    expect(shown.stdout).toBe('a\uFFFD[31mb\uFFFD\tc\r\nd\r\n');
    expect((await box.shellBeside(`${line} 2>/dev/null`, env)).stdout).toBe(`${content}\n`);
  });
});

describe('a conversation', () => {
  const line = 'kaizen chat --provider openai -m gpt-4o --data orders.json --max-retries 0';
  const turns = () =>
    (tap.bodies as { input: { role?: string }[] }[]).map(({ input }) =>
      input.map(({ role }) => role),
    );

  it('keeps what was said, takes a failed turn back, and ends with Ctrl-D', async () => {
    const { shown, press, end } = box.keyboard(line, env);
    press('greet me\n');
    await expectSoon(() => shown.text.includes('all after'));
    press('refuse 400\n');
    await expectSoon(() => shown.text.includes('refused the request (400, some_code).'));
    press('\n');
    press('greet me again\n');
    await expectSoon(() => shown.text.split('all after').length === 3);
    press('\u0004');
    expect(await end()).toBe(0);
    expect(shown.text.split(GREETING)).toHaveLength(3);
    expect(turns()).toEqual([
      ['user'],
      ['user', 'assistant', 'user'],
      ['user', 'assistant', 'user'],
    ]);
    const [first, , last] = tap.bodies.map((body) => JSON.stringify(body).split('customer-12'));
    expect([first!.length, last!.length]).toEqual([2, 2]);
  });

  it('ends a reply at Ctrl-C, and with another one itself', async () => {
    const { shown, press, end } = box.keyboard(line, env);
    press('talk long\n');
    await expectSoon(() => shown.text.includes('abcd'));
    press('\u0003');
    await expectSoon(() => shown.text.includes('kaizen: The reply was ended.'));
    press('greet me\n');
    await expectSoon(() => shown.text.includes('all after'));
    expect(turns()).toEqual([['user'], ['user']]);
    press('\u0003');
    expect(await end()).toBe(0);
  });

  it('ends with an error that no other line would mend', async () => {
    const { shown, press, end } = box.keyboard(line, { OPENAI_BASE_URL: url });
    press('greet me\n');
    expect(await end()).toBe(1);
    expect(shown.text).toContain(
      'kaizen: OpenAI has no key. Give --provider-key-env, or set OPENAI_API_KEY',
    );
  });
});

describe('kaizen chat refuses', () => {
  it.each([
    [1, ['--provider', 'nobody'], /Allowed choices are openai, azureOpenAI, /],
    [1, ['-m', 'x'], /^kaizen: Required option '--provider <name>' not specified\./],
    [1, ['--provider', 'openai'], /^kaizen: --model is needed\./],
    [1, [...OPENAI.slice(1), '--reply', 'xml'], /Allowed choices are text, json, ktof\./],
    [1, [...OPENAI.slice(1), '--temperature', 'hot'], /^kaizen: --temperature must be/],
    [
      1,
      [...OPENAI.slice(1), '--api-version', '2024-10-21'],
      /^kaizen: openai takes no --api-version\. Leave it out\.$/m,
    ],
    [1, [...OPENAI.slice(1), '--provider-key-env', 'NONE'], /--provider-key-env names is not set/],
    [1, ['--provider', 'together', '-m', 'x'], /Give --provider-key-env, or set TOGETHER_API_KEY/],
    [1, ['--provider', 'openAiCompatible', '-m', 'x'], /Give --base-url\.$/m],
    [2, [...OPENAI.slice(1), '--data', 'none.json'], /^kaizen: none\.json: There is no such file/],
    [2, [...OPENAI.slice(1), '--data', 'no.json'], /^kaizen: no\.json: It is not JSON/],
    [2, [...OPENAI.slice(1), '--prompt', ' '], /^kaizen: --prompt: It is empty\. Give a prompt\./],
  ])('with %i: %j', async (expected, args, line) => {
    box.file('no.json', '{');
    const prompt = args.includes('--prompt') ? [] : ['--prompt', 'greet me'];
    const { code, stdout, stderr } = await chat(['chat', ...args, ...prompt]);
    expect([code, stdout]).toEqual([expected, '']);
    expect(stderr).toMatch(line);
    expect(stderr.split('\n')).toHaveLength(2);
  });

  it.each([
    [
      'refuse 401',
      /^kaizen: OpenAI does not accept the key \(401, some_code\)\..* Check --provider-key-env\.$/m,
    ],
    ['refuse 404', /Check --model and --base-url\.$/m],
    ['refuse 500', /^kaizen: OpenAI failed \(500, some_code\)\./],
    ['reset', /^kaizen: OpenAI cannot be reached.* --base-url\.$/m],
  ])('with 3 what the vendor refuses: %s', async (prompt, line) => {
    const args = [...OPENAI, '--max-retries', '0', '--prompt', prompt, '--verbose'];
    const { code, stdout, stderr } = await chat(args);
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(line);
    expect(stderr).not.toContain(KEY);
  });

  it('tells that a stream broke off, below what came of it', async () => {
    tap.endAfter = 'abcd';
    const { code, stdout, stderr } = await chat([...OPENAI, '--prompt', 'talk long']);
    expect(code).toBe(3);
    expect(stdout).toMatch(/^abcd.*\n$/);
    expect(stderr).toMatch(
      /^kaizen: OpenAI ended the stream before the reply was complete\. Ask again\.\n$/,
    );
  });
});

it('knows every provider there is', () => {
  expect(PROVIDER_NAMES).toEqual([...VENDOR_NAMES, 'openAiCompatible']);
});

describe('docs/cli.md', () => {
  const examples = shellBlocks('docs/cli.md')
    .join('')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line.includes('kaizen chat'));

  it('asks as it is printed', async () => {
    box.file('mail.txt', `Which is late?\n${JSON.stringify(ORDERS)}\n`);
    expect(examples.length).toBeGreaterThanOrEqual(3);
    model.addFixture({ match: { userMessage: /./ }, response: { content: '{"total":1}' } });
    for (const line of examples) {
      const here = line.replace('http://localhost:11434', url);
      const { status, stdout } = await box.shellBeside(here, env);
      const reply = line.endsWith('> total.json') ? box.read('total.json') : stdout;
      expect([line, status, reply]).toEqual([line, 0, expect.stringMatching(/\S/)]);
    }
  });
});

async function expectSoon(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400 && !holds(); tries++) await sleep(25);
  expect(holds()).toBe(true);
}

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { encode } from '../../../lib/ktof/encode.js';
import { CliSandbox } from './cli-sandbox.js';

const box = new CliSandbox('lib-cli-operations');
const kaizen: CliSandbox['run'] = (...given) => box.run(...given);
beforeAll(() => box.make());
afterAll(() => box.remove());
afterEach(() => box.killAll());

const USERS = {
  users: [
    { id: 1, name: 'Ada' },
    { id: 2, name: 'Grace' },
  ],
};
const KTOF = 'users[2]{id,name}:\n 1,Ada\n 2,Grace\n';
const MAIL = `Hello,\r\n${JSON.stringify(USERS, null, 2)}\r\nBye.`;

describe('kaizen encode', () => {
  const json = JSON.stringify(USERS);

  it.each([
    ['an argument', () => kaizen(['encode', box.file('users.json', json)])],
    ['--file', () => kaizen(['encode', '--file', box.file('users.json', json)])],
    ['--prompt', () => kaizen(['encode', '--prompt', json])],
    ['-', () => kaizen(['encode', '-'], json)],
    ['a pipe', () => kaizen(['encode'], `\uFEFF${json}\n`)],
  ])('takes its input from %s', async (_what, run) => {
    expect(await run()).toMatchObject({ code: 0, stdout: KTOF, stderr: '' });
  });

  it('writes as its flags, the environment and kaizen.config.json say', async () => {
    const toon = 'users[2]{id,name}:\n  1,Ada\n  2,Grace\n';
    expect((await kaizen(['encode', '--profile', 'toon'], json)).stdout).toBe(toon);
    const tab = await kaizen(['encode', '--delimiter', 'tab', '--length-marker'], json);
    expect(tab.stdout).toBe('users[#2\t]{id\tname}:\n 1\tAda\n 2\tGrace\n');
    const config = box.file('toon.json', '{"profile": "toon"}');
    expect((await kaizen(['encode', '--config', config], json)).stdout).toBe(toon);
    const both = await kaizen(['encode', '--config', config, '--profile', 'ktof'], json);
    expect(both.stdout).toBe(KTOF);
    box.file('kaizen.config.json', '{"profile": "toon"}');
    expect((await kaizen(['encode'], json)).stdout).toBe(toon);
    rmSync(path.join(box.folder, 'kaizen.config.json'));
  });

  it('warns of integers that lose digits, and of no other digits', async () => {
    const lost = await kaizen(['encode'], '{"a\\"":"x","id":12345678901234567890}');
    expect(lost.stderr).toBe(
      'kaizen: warning: Standard input: Integers past 2^53 lose digits. Write them as strings.\n',
    );
    const safe = '{"a":"\\"12345678901234567890","b":1234567890123456,"c":0.12345678901234567890}';
    expect((await kaizen(['encode'], safe)).stderr).toBe('');
  });

  it('tells the tokens of models on standard error', async () => {
    const { stdout, stderr } = await kaizen(['encode', '-m', 'gpt-4o', '-m', 'claude-x'], json);
    expect(stdout).toBe(KTOF);
    expect(stderr).toMatch(/tokens of gpt-4o +\d+ +\d+ +\d+\.\d %\n.*claude-x +~\d+ +~\d+ /);
  });

  it('prints the whole response with --json, from which a text comes back byte for byte', async () => {
    const { stdout } = await kaizen(['encode', '--json', '-m', 'gpt-4o'], MAIL);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'ok',
      operation: 'prompts.encode',
      stats: { originalBytes: Buffer.byteLength(MAIL), savedPercent: expect.any(Number) },
      tokenStats: { 'gpt-4o': { method: 'exact' } },
      servedBy: 'embedded',
    });
    const meta = box.file('mail.encoded.json', stdout);
    expect((await kaizen(['decode', '--meta', meta])).stdout).toBe(MAIL);
    const { result, meta: alone } = JSON.parse(stdout) as { result: string; meta: unknown };
    const split = ['decode', '--meta', box.file('meta.json', JSON.stringify(alone))];
    expect((await kaizen(split, `${result}\n`)).stdout).toBe(MAIL);
    expect(await kaizen(split, 'other')).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('kaizen decode', () => {
  it('brings back what was encoded, through a pipe', () => {
    box.file('users.json', JSON.stringify(USERS));
    const { stdout } = box.shell('kaizen encode users.json | kaizen decode');
    expect(stdout).toBe(`${JSON.stringify(USERS)}\n`);
  });

  it('tolerates with --no-strict what it refuses else', async () => {
    const strict = await kaizen(['decode'], 'a[2]: 1\n');
    expect([strict.code, strict.stdout]).toEqual([2, '']);
    expect(strict.stderr).toMatch(/^kaizen: .* at line 1, column \d+\. Expected 2.*--meta .*\n$/);
    expect((await kaizen(['decode', '--no-strict'], 'a[2]: 1\n')).stdout).toBe('{"a":[1]}\n');
  });
});

describe('kaizen compress, decompress and optimize', () => {
  it('turn data into KTOF and back', async () => {
    expect((await kaizen(['compress'], JSON.stringify(USERS))).stdout).toBe(KTOF);
    expect((await kaizen(['decompress'], KTOF)).stdout).toBe(`${JSON.stringify(USERS)}\n`);
    const whole = await kaizen(['decompress', '--json'], KTOF);
    expect(JSON.parse(whole.stdout)).toMatchObject({ operation: 'decompress', result: USERS });
  });

  it('tell what is saved', async () => {
    const { stdout, stderr } = await kaizen(['optimize', '-m', 'gpt-4o'], JSON.stringify(USERS));
    expect(stdout).toBe(KTOF);
    expect(stderr).toMatch(/^ +before +after +saved\nbytes +57 +34 +40\.4 %\ntokens of gpt-4o /);
  });
});

describe('kaizen tokens', () => {
  it('counts a text and a chat', async () => {
    const text = await kaizen(['tokens', '--json'], 'hello world\n');
    expect(JSON.parse(text.stdout)).toEqual({
      'gpt-4o': { tokens: 2, method: 'exact', encoding: 'o200k_base' },
    });
    const chat = JSON.stringify({ messages: [{ role: 'user', content: 'hello world' }] });
    const counted = await kaizen(['tokens', '--json', '--model', 'gpt-4o'], chat);
    expect(JSON.parse(counted.stdout)).toMatchObject({ 'gpt-4o': { tokens: 9 } });
    const table = await kaizen(['tokens', '-m', 'claude-sonnet-5', '-p', 'hello world']);
    expect(table.stdout).toMatch(/^model .*\nclaude-sonnet-5 +~\d+ +o200k_base\n$/);
  });
});

describe('a service', () => {
  const seen: { url?: string; key?: unknown; body: string }[] = [];
  const service = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { url, headers } = request;
      seen.push({ url, key: headers['x-api-key'], body: Buffer.concat(parts).toString() });
      const stats = { original_bytes: 10, compressed_bytes: 5, reduction_ratio: 0.5 };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ status: 'ok', result: 'from afar', stats }));
    });
  });
  let url = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(service.address() as { port: number }).port}`;
  });
  afterAll(() => void service.close());

  it('is asked when an address is given, with the key of the environment', async () => {
    const args = ['encode', '--base-url', url, '--profile', 'toon', '--prompt', '[1]'];
    const { stdout, stderr } = await kaizen(args, undefined, { KAIZEN_API_KEY: 'secret-key' });
    expect([stdout, stderr]).toEqual(['from afar\n', '']);
    expect(seen.at(-1)).toMatchObject({ url: '/v1/prompts/encode', key: 'secret-key' });
    expect(JSON.parse(seen.at(-1)!.body)).toMatchObject({ options: { profile: 'toon' } });
    const inside = await kaizen([...args, '--transport', 'embedded']);
    expect(inside.stdout).toBe('[1]: 1\n'.replace('[1]: 1', encode([1], { profile: 'toon' })));
  });

  describe('that a kaizen.config.json names which nobody named', () => {
    const env = { KAIZEN_API_KEY: 'secret-key' };
    const args = ['encode', '--prompt', '[1]'];
    const file = 'kaizen.config.json';
    beforeEach(() => {
      seen.length = 0;
      box.file(file, JSON.stringify({ baseUrl: url }));
    });
    afterEach(() => rmSync(path.join(box.folder, file)));

    it('does not get the key of the environment', async () => {
      const { code, stdout, stderr } = await kaizen(args, undefined, env);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toBe(
        `kaizen: The "baseUrl" of ${file} would get the key of KAIZEN_API_KEY, and nobody named that file. If you trust it, give --config ${file}; else give the address by --base-url or KAIZEN_BASE_URL, or --transport embedded.\n`,
      );
      expect(seen).toEqual([]);
    });

    it('does not get it as a proxy either', async () => {
      box.file(file, JSON.stringify({ proxy: url }));
      const away = { ...env, KAIZEN_BASE_URL: 'http://service.example' };
      const { code, stderr } = await kaizen(args, undefined, away);
      expect([code, stderr]).toEqual([1, expect.stringMatching(/^kaizen: The "proxy" of /)]);
      expect(seen).toEqual([]);
      const without = { ...env, KAIZEN_BASE_URL: url };
      expect((await kaizen([...args, '--no-proxy'], undefined, without)).stdout).toBe(
        'from afar\n',
      );
    });

    it.each([
      ['the file is named', ['--config', file], {}, 'secret-key'],
      ['a flag gives the address too', ['--base-url'], {}, 'secret-key'],
      ['the environment gives the address too', [], { KAIZEN_BASE_URL: '' }, 'secret-key'],
      ['the key is a flag', ['--api-key', 'my-key'], {}, 'my-key'],
    ])('gets a key when %s', async (_when, flags, more: NodeJS.ProcessEnv, key) => {
      const given = flags.at(-1) === '--base-url' ? [...flags, url] : flags;
      const around = { ...env, ...('KAIZEN_BASE_URL' in more && { KAIZEN_BASE_URL: url }) };
      const { code, stdout } = await kaizen([...args, ...given], undefined, around);
      expect([code, stdout]).toEqual([0, 'from afar\n']);
      expect(seen.at(-1)).toMatchObject({ key });
    });

    it('is asked without one, and not at all with --transport embedded', async () => {
      expect((await kaizen(args)).stdout).toBe('from afar\n');
      expect(seen.at(-1)!.key).toBeUndefined();
      const here = await kaizen([...args, '--transport', 'embedded'], undefined, env);
      expect([here.code, seen.length]).toEqual([0, 1]);
    });
  });

  it('answers kaizen health; one that is away ends it with 3', async () => {
    const env = { KAIZEN_BASE_URL: url };
    expect((await kaizen(['health'], undefined, env)).stdout).toMatch(
      /^ok {2}127\.0\.0\.1:\d+ {2}/,
    );
    const away = await kaizen(['health', '--base-url', 'http://127.0.0.1:9', '--timeout', '2']);
    expect([away.code, away.stdout]).toEqual([3, '']);
    expect(away.stderr).toMatch(/^kaizen: health failed .*nothing listens at .*\n$/);
    const here = await kaizen(['health']);
    expect(here.stdout).toMatch(/^ok {2}the engine in this process {2}\d+ ms\n$/);
  });
});

describe('a wrong call', () => {
  it.each([
    [['encode', '--profile', 'x'], '[1]', 1, /^kaizen: --profile must be one of "ktof"/],
    [['encode', '--indent', 'x'], '[1]', 1, /^kaizen: --indent must be a whole number/],
    [['encode', '--delimiter', ';'], '[1]', 1, /^kaizen: --delimiter must be one of/],
    [['encode', '--timeout', '0'], '[1]', 1, /^kaizen: --timeout must be/],
    [['encode', '--base-url', 'x'], '[1]', 1, /^kaizen: --base-url must be/],
    [['encode', 'a', '--prompt', 'b'], '', 1, /^kaizen: There is more than one input\. /],
    [['encode', '--config', 'none'], '[1]', 1, /^kaizen: none: There is no such file\. /],
    [['encode', '--porfile', 'x'], '[1]', 1, /^kaizen: Unknown option '--porfile' \(Did you/],
    [['encode', 'none'], '', 2, /^kaizen: none: There is no such file\. Correct the path\.\n$/],
    [['encode', '.'], '', 2, /^kaizen: \.: It is a folder\. Give a file\.\n$/],
    [['encode'], '', 2, /^kaizen: Standard input: It is empty\. Give some data\.\n$/],
    [['encode', '--max-depth', '2'], '[[[1]]]', 2, /^kaizen: .*\n$/],
    [
      ['compress'],
      '{"secret": \n12,}',
      2,
      /^kaizen: Standard input: It is not JSON.*it there\.\n$/,
    ],
  ])('%j is told in one line', async (args, input, code, line) => {
    const end = await kaizen(args, input);
    expect([end.code, end.stdout]).toEqual([code, '']);
    expect(end.stderr).toMatch(line);
    expect(end.stderr.split('\n')).toHaveLength(2);
    expect(end.stderr).not.toContain('secret');
  });

  it('is refused: bytes that are no UTF-8', async () => {
    const { code, stderr } = await kaizen(['encode'], Buffer.from([0x22, 0xff, 0x22]));
    expect([code, stderr]).toEqual([2, expect.stringContaining('It is not UTF-8.')]);
  });
});

describe('pipes and terminals', () => {
  it('ends without a word when nobody reads on', () => {
    const rows = Array.from({ length: 200_000 }, (_, id) => ({ id, name: `n${id}` }));
    box.file('rows.json', JSON.stringify(rows));
    const { stdout, stderr } = box.shell('kaizen encode rows.json | head -1');
    expect([stdout, stderr]).toEqual([`${encode(rows).split('\n', 1)[0]}\n`, '']);
  });

  it('speaks to people on a terminal: savings, colours, indented JSON', () => {
    box.file('users.json', JSON.stringify(USERS));
    const coloured = box.terminal('kaizen encode users.json', { TERM: 'xterm' });
    expect(coloured).toContain(
      ' 2,Grace\r\n\u001B[2m          before  after   saved\u001B[22m\r\n',
    );
    const plain = box.terminal('kaizen encode users.json', { TERM: 'xterm', NO_COLOR: '1' });
    expect(plain).toMatch(/ 2,Grace\r\n +before +after +saved\r\nbytes /);
    expect(box.terminal('kaizen decode -p "a: 1"')).toBe('{\r\n  "a": 1\r\n}\r\n');
  });

  it('asks a person for input rather than waiting for it', () => {
    const stdout = box.terminal('kaizen encode');
    expect(stdout).toBe(
      'kaizen: There is no input. Give a file, --prompt TEXT, or pipe something in.\r\n',
    );
  });
});

describe('large files', () => {
  const rows = Array.from({ length: 250_000 }, (_, id) => ({ id, name: `user ${id}`, ok: true }));
  const data = { page: 1, rows, hosts: { a: { x: 1 }, b: { x: 2 } }, none: [] };

  it('are encoded to the same text, and decoded while they are read', () => {
    const json = JSON.stringify(data);
    box.file('large.json', json);
    expect(box.shell('kaizen encode large.json > large.ktof').status).toBe(0);
    expect(box.read('large.ktof')).toBe(`${encode(data)}\n`);
    expect(
      box.shell(
        'kaizen decode large.ktof > back.json && cat large.ktof | kaizen decode | cmp - back.json',
      ).status,
    ).toBe(0);
    expect(box.read('back.json')).toBe(`${json}\n`);
  });
});

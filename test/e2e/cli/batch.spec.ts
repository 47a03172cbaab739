import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { chmodSync, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CliSandbox } from './cli-sandbox.js';

const box = new CliSandbox('lib-cli-batch');
beforeAll(() => box.make());
afterAll(() => box.remove());
afterEach(() => box.killAll());

interface Result {
  readonly line: number;
  readonly result?: string;
  readonly error?: { readonly code: string; readonly message: string };
}

const prompts = (count: number) =>
  Array.from(
    { length: count },
    (_, id) =>
      `${JSON.stringify([
        { id, a: 'x' },
        { id, a: 'y' },
      ])}\n`,
  );

const read = (text: string): Result[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Result);

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('kaizen batch', () => {
  it('encodes each line, in order', async () => {
    const { code, stdout, stderr } = await box.run(['batch'], prompts(1000).join(''));
    const results = read(stdout);
    expect([code, stderr]).toEqual([0, '']);
    expect(results.map(({ line }) => line)).toEqual(numbers(1000));
    expect(results[76]).toMatchObject({ result: '[2]{id,a}:\n 76,x\n 76,y', stats: {}, meta: {} });
  });

  it('goes on past lines that fail, says which, and ends with 4', async () => {
    const input = '{"a":1}\n\n{secret\n"text"\r\n[1,2]';
    const { code, stdout, stderr } = await box.run(['batch', '-m', 'gpt-4o'], input);
    expect(code).toBe(4);
    expect(read(stdout)).toEqual([
      expect.objectContaining({ line: 1, result: 'a: 1', tokenStats: expect.anything() }),
      { line: 3, error: { code: 'KAIZEN_INVALID_LINE', message: expect.any(String) } },
      expect.objectContaining({ line: 4, result: 'text' }),
      expect.objectContaining({ line: 5, result: '[1,2]' }),
    ]);
    expect(stderr).toMatch(/^kaizen: 1 of 4 prompts failed\. .*\n$/);
    expect(stdout + stderr).not.toContain('secret');
  });

  it('goes on behind what is written with --resume, and cuts off half a line', async () => {
    box.file('p.jsonl', prompts(300).join(''));
    const args = ['batch', 'p.jsonl', '--output', 'r.jsonl'];
    expect(await box.run(args)).toMatchObject({ code: 0, stdout: '' });
    const whole = box.read('r.jsonl');
    const again = await box.run(args);
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('Give --resume')]);
    const some = whole.split('\n').slice(0, 100).join('\n');
    box.file('r.jsonl', `${some}\n{"line":101,"res`);
    expect(await box.run([...args, '--resume'])).toMatchObject({ code: 0, stderr: '' });
    expect(box.read('r.jsonl')).toBe(whole);
    expect((await box.run([...args, '--resume'])).code).toBe(0);
    expect(box.read('r.jsonl')).toBe(whole);
  });

  it('runs failed prompts again with --resume, in their places, and goes on', async () => {
    const lines = prompts(300).map((line, at) => (at % 100 === 49 ? `broken ${line}` : line));
    box.file('f.jsonl', lines.slice(0, 200).join(''));
    const args = ['batch', 'f.jsonl', '--output', 'f.out'];
    const first = await box.run(args);
    expect([first.code, first.stderr]).toEqual([
      4,
      'kaizen: 2 of 200 prompts failed. Their lines in the output have an "error"; correct them and give --resume, which runs those again in their places.\n',
    ]);
    const before = read(box.read('f.out'));
    box.file('f.jsonl', [...lines.slice(0, 100), ...prompts(300).slice(100)].join(''));
    expect((await box.run([...args, '--resume'])).code).toBe(4);
    const results = read(box.read('f.out'));
    expect(results.map(({ line }) => line)).toEqual(numbers(300));
    expect(results.filter(({ error }) => error).map(({ line }) => line)).toEqual([50]);
    expect(results[149]).toMatchObject({ result: '[2]{id,a}:\n 149,x\n 149,y' });
    expect(results.slice(0, 149)).toEqual(before.slice(0, 149));
    expect(existsSync(path.join(box.folder, 'f.out.retry'))).toBe(false);
    box.file('f.jsonl', prompts(300).join(''));
    expect(await box.run([...args, '--resume'])).toMatchObject({ code: 0, stderr: '' });
    expect(read(box.read('f.out')).every(({ error }) => error === undefined)).toBe(true);
  });

  it('keeps all results when it is interrupted while it runs failed prompts again', async () => {
    const lines = prompts(400);
    box.file('k.jsonl', lines.map((line, at) => (at % 2 === 0 ? 'x\n' : line)).join(''));
    const args = ['batch', '-', '--output', 'k.out'];
    expect((await box.run(args, box.read('k.jsonl'))).code).toBe(4);
    chmodSync(path.join(box.folder, 'k.out'), 0o600);
    const input = lines.slice(0, 100).join('');
    const started = box.start([...args, '--resume'], { input, staysOpen: true });
    await expectSoon(() => read(box.read('k.out.retry')).length >= 90);
    expect(read(box.read('k.out'))).toHaveLength(400);
    started.signal('SIGINT');
    expect((await started.end()).code).toBe(130);
    const results = read(box.read('k.out'));
    expect(results.map(({ line }) => line)).toEqual(numbers(400));
    expect(results.filter(({ error }) => error)).toHaveLength(150);
    expect(statSync(path.join(box.folder, 'k.out')).mode & 0o777).toBe(0o600);
  });

  it('leaves the results as they were when it is killed while it runs failed prompts again', async () => {
    box.file('s.jsonl', 'x\n[1]\n');
    const args = ['batch', '-', '--output', 's.out'];
    await box.run(args, box.read('s.jsonl'));
    const whole = box.read('s.out');
    const started = box.start([...args, '--resume'], { input: '[0]\n', staysOpen: true });
    await expectSoon(() => box.read('s.out.retry') !== '');
    await started.kill();
    expect(box.read('s.out')).toBe(whole);
    expect((await box.run([...args, '--resume'], '[0]\n[1]\n')).code).toBe(0);
    expect(read(box.read('s.out'))).toEqual([
      expect.objectContaining({ line: 1, result: '[0]' }),
      expect.objectContaining({ line: 2, result: '[1]' }),
    ]);
  });

  it('warns of integers that lose digits, once, and counts the others', async () => {
    const lines = ['{"a":1}', '{"id":12345678901234567890}', '["12345678901234567890"]'];
    const input = [...lines, '[9007199254740993]', '[9007199254740993]'].join('\n');
    const { code, stdout, stderr } = await box.run(['batch'], input);
    expect([code, stderr]).toEqual([
      0,
      'kaizen: warning: Standard input, line 2: Integers past 2^53 lose digits. Write them as strings.\n' +
        'kaizen: warning: Standard input: So do integers in 2 more of its lines.\n',
    ]);
    expect(read(stdout)).toHaveLength(5);
  });

  it.each([
    [['--resume'], /^kaizen: --resume needs --output/],
    [['--resume', '--output', 'p.txt'], /^kaizen: p\.txt holds no results/],
    [['--output', 'none/r.jsonl'], /^kaizen: none\/r\.jsonl cannot be written \(ENOENT\)/],
    [['--concurrency', '0'], /^kaizen: --concurrency must be a whole number from 1 to 1000/],
    [['--profile', 'x'], /^kaizen: --profile must be/],
  ])('refuses %j in one line', async (flags, line) => {
    box.file('p.txt', 'some text\n');
    const { code, stdout, stderr } = await box.run(['batch', ...flags], '[1]\n');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(line);
    expect(stderr.split('\n')).toHaveLength(2);
  });

  it('writes what has come, and loses nothing when it is interrupted', async () => {
    const input = `${prompts(100).join('')}{"half`;
    const started = box.start(['batch', '-o', 'i.jsonl'], { input, staysOpen: true });
    await expectSoon(() => box.read('i.jsonl').split('\n').length === 101);
    started.signal('SIGINT');
    const { code, stderr } = await started.end();
    expect(code).toBe(130);
    expect(stderr).toBe(
      'kaizen: SIGINT came; 100 prompts are done and written. Give --resume to go on.\n',
    );
    expect(read(box.read('i.jsonl')).map(({ line }) => line)).toEqual(numbers(100));
  });

  it('loses nothing in the middle of its work either', async () => {
    box.file('many.jsonl', prompts(60_000).join(''));
    const args = ['batch', 'many.jsonl', '-o', 'many.out'];
    const started = box.start(args);
    await expectSoon(() => box.read('many.out').length > 1000);
    started.signal('SIGINT');
    const { code } = await started.end();
    const lines = read(box.read('many.out')).map(({ line }) => line);
    expect([code, lines]).toEqual([130, numbers(lines.length)]);
    expect(lines.length).toBeLessThan(60_000);
    expect((await box.run([...args, '--resume'])).code).toBe(0);
    expect(read(box.read('many.out')).map(({ line }) => line)).toEqual(numbers(60_000));
  });

  it('shows how far it is on a terminal', () => {
    box.file('p.jsonl', prompts(3000).join(''));
    const shown = box.terminal('kaizen batch p.jsonl -m gpt-4o -o shown.jsonl');
    expect(shown).toMatch(/ \d+ % {2}[\d,]+ prompts {2}[\d,]+\/s {2}saved [\d,]+ bytes \(/);
    const [, last] = shown.split('\r\u001B[K3,000 prompts ');
    expect(last).toMatch(/ tokens of gpt-4o\r\n$/);
  });

  it('asks a service for many at once, in order, and tells the errors of items', async () => {
    const sizes: number[] = [];
    const service = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const { items } = JSON.parse(Buffer.concat(parts).toString()) as { items: unknown[] };
        sizes.push(items.length);
        const stats = { original_bytes: 10, compressed_bytes: 5, reduction_ratio: 0.5 };
        const results = items.map((item, index) => ({
          index,
          ...{ status: 'ok', operation: 'prompts.encode', result: JSON.stringify(item), stats },
        }));
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ status: 'ok', items: results }));
      });
    });
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
    const { stdout } = await box.run(['batch', '--base-url', url], prompts(130).join(''));
    service.close();
    expect(read(stdout).map(({ line }) => line)).toEqual(numbers(130));
    expect(sizes[0]).toBe(64);
  });
});

async function expectSoon(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    try {
      if (holds()) return;
    } catch {
      // The file is not there yet.
    }
    await sleep(25);
  }
  throw new Error('It did not come about.');
}

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { shellBlocks } from '../../../scripts/support/curl-examples.mjs';
import { checkNode } from '../../../lib/cli/doctor/check-node.js';
import { fitsRange } from '../../../lib/cli/doctor/fits-range.js';
import { redactUrl } from '../../../lib/cli/doctor/redact-url.js';
import { createProgram } from '../../../lib/cli/program.js';
import { ENGINE_OPTION_TABLE } from '../../../lib/options/engine-options.js';
import { CliSandbox } from './cli-sandbox.js';

const box = new CliSandbox('lib-cli-tools');
beforeAll(() => box.make());
afterAll(() => box.remove());
afterEach(() => box.killAll());

const ORDERS = {
  orders: Array.from({ length: 30 }, (_, id) => ({
    id,
    customer: `Ada ${id}`,
    paid: id % 2 === 0,
  })),
};
const json = JSON.stringify(ORDERS);

interface Sized {
  readonly form: string;
  readonly tokens?: number;
  readonly bytes: number;
  readonly percent: number;
}

describe('kaizen bench', () => {
  it('compares an input in every form', async () => {
    const { code, stdout } = await box.run(['bench', '--json'], json);
    const { model, forms } = JSON.parse(stdout) as { model: string; forms: Sized[] };
    expect([code, model]).toEqual([0, 'gpt-4o']);
    const by = Object.fromEntries(forms.map((form) => [form.form, form]));
    expect(by['JSON, compact']).toMatchObject({ bytes: Buffer.byteLength(json), percent: 100 });
    expect(by['KTOF']!.tokens).toBeLessThan(by['JSON, compact']!.tokens!);
    expect(by['TOON']!.bytes).toBeGreaterThan(by['KTOF']!.bytes);
  });

  it('fits a table and bars into the width of the terminal', () => {
    box.file('orders.json', json);
    const { stdout } = box.shell('kaizen bench orders.json');
    expect(stdout).toMatch(/^form +tokens of gpt-4o +bytes +share\nJSON, indented .* █+\n/);
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
    const narrow = box.terminal('stty cols 44; kaizen bench orders.json');
    const lines = stripVTControlCharacters(narrow).split('\r\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(44);
  });
});

describe('kaizen diff', () => {
  it('shows both sides, cut to the lines that were asked for, and what they take', async () => {
    const { stdout } = await box.run(['diff', '--lines', '3'], json);
    const [head, rule, first, , third, more] = stdout.split('\n');
    expect(head).toMatch(/^JSON {35}│ KTOF$/);
    expect(rule).toMatch(/^─{39}┼─{39}$/);
    expect(first).toMatch(/^\{ {38}│ orders\[30\]\{id,customer,paid\}:$/);
    expect(third).toContain('│  1,Ada 1,false');
    expect(more).toMatch(/^… 151 more lines +│ … 28 more lines$/);
    expect(stdout).toMatch(/\nKTOF +\d+ tokens, \d+ bytes: \d+\.\d % of compact JSON \(tokens of /);
  });

  it('shows control characters as such, and gives all of it with --json', async () => {
    const { stdout } = await box.run(['diff'], '{"a":"x\\u009b31m"}');
    expect(stdout).not.toContain('\u009B');
    const whole = await box.run(['diff', '--json'], json);
    expect(JSON.parse(whole.stdout)).toMatchObject({
      model: 'gpt-4o',
      ktof: { text: expect.stringMatching(/^orders\[30\]/), tokens: expect.any(Number) },
    });
  });
});

describe('kaizen doctor', () => {
  it('finds nothing wrong here', async () => {
    const { code, stdout, stderr } = await box.run(['doctor']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^ok {4}nestjs-kaizen: \d+\.\d+\.\d+\nok {4}Node: /);
    expect(stdout).toContain('ok    Engine: encodes and decodes\n');
    expect(stdout).not.toContain('FAIL');
  });

  it('names what is wrong, ends with 3 when it is the service only, and shows no secret', async () => {
    const env = {
      KAIZEN_API_KEY: 'secret-key',
      KAIZEN_BASE_URL: 'http://127.0.0.1:9',
      HTTP_PROXY: 'http://me:secret-word@127.0.0.1:9',
    };
    const { code, stdout, stderr } = await box.run(['doctor', '--timeout', '1'], undefined, env);
    expect(code).toBe(3);
    expect(stderr).toBe('kaizen: Something is wrong: Service. See above for what to do.\n');
    expect(stdout).toMatch(/\nFAIL {2}Service: http:\/\/127\.0\.0\.1:9: .*\n {6}Check .*\n/);
    expect(stdout).toContain('Proxy: http://127.0.0.1:9 from the environment, with a password\n');
    expect(stdout).not.toContain('secret');
    const direct = await box.run(['doctor', '--no-proxy', '--timeout', '1'], undefined, env);
    expect(direct.stdout).toContain('Proxy: none\n');
  });

  it('tells wrong options, certificates and variables', async () => {
    box.file('not.pem', 'no certificate');
    const args = ['doctor', '--json', '--ca-bundle', 'not.pem', '--timeout', '1'];
    const env = { KAIZEN_BASE_URL: 'http://127.0.0.1:9', NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const { code, stdout } = await box.run(args, undefined, env);
    const report = JSON.parse(stdout) as {
      ok: boolean;
      findings: { name: string; state: string }[];
    };
    expect([code, report.ok]).toEqual([1, false]);
    expect(report.findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'caBundle', state: 'fail' }),
        expect.objectContaining({ name: 'Certificates', state: 'warn' }),
        expect.objectContaining({ name: 'API key', state: 'warn' }),
      ]),
    );
    const wrong = await box.run(['doctor'], undefined, { KAIZEN_TIMEOUT: 'soon' });
    expect(wrong.code).toBe(1);
    expect(wrong.stdout).toMatch(/\nFAIL {2}Options: .*\n {6}Correct or unset .*KAIZEN_TIMEOUT/);
  });

  it.each([
    ['20.18.9', 'fail'],
    ['20.19.0', 'ok'],
    ['21.7.0', 'fail'],
    ['22.11.0', 'fail'],
    ['25.0.0', 'ok'],
  ])('knows that Node %s is: %s', (version, state) => {
    expect(checkNode(version).at(-1)).toMatchObject({ name: 'Node', state });
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: object };
    expect(engines).toEqual({ node: '^20.19.0 || ^22.12.0 || >=24.0.0' });
  });

  it.each([
    ['12.0.1', '^11.0.0 || ^12.0.0', true],
    ['11.0.0-beta.1', '^11.0.0 || ^12.0.0', true],
    ['13.0.0', '^11.0.0 || ^12.0.0', false],
    ['0.2.9', '^0.1.13 || ^0.2.0', true],
    ['0.3.0', '^0.1.13 || ^0.2.0', false],
    ['7.8.0', '^7.8.1', false],
    ['0.52.0', '>=0.50.0 <1.0.0', true],
    ['1.0.0', '>=0.50.0 <1.0.0', false],
    ['1.2.9', '~1.2.3', true],
    ['1.3.0', '~1.2.3', false],
    ['1.3.0', '1.3.0', true],
    ['9.9.9', '*', true],
  ])('knows whether %s is in %s: %s', (version, range, expected) => {
    expect(fitsRange(version, range)).toBe(expected);
  });

  it('shows a URL without what may be secret in it', () => {
    expect(redactUrl('https://me:word@host:1/path?key=k#f')).toBe('https://***@host:1/path');
    expect(redactUrl('host:3128')).toBe('http://host:3128');
    expect(redactUrl('http://[')).toBe('no URL');
  });
});

describe('kaizen completion', () => {
  const complete = (line: string): string[] => {
    const words = line.split(' ');
    const script = `. ./kaizen.bash; COMP_WORDS=(${words.map((word) => `"${word}"`).join(' ')});
      COMP_CWORD=${words.length - 1}; _kaizen; printf "%s\\n" "\${COMPREPLY[@]}"`;
    box.file('complete.sh', script);
    return box.shell('bash --norc complete.sh').stdout.trim().split('\n');
  };

  it('has bash complete commands, flags, values and files', () => {
    expect(box.shell('kaizen completion bash > kaizen.bash').status).toBe(0);
    box.file('some-data.json', '1');
    expect(complete('kaizen dec')).toEqual(['decode', 'decompress']);
    expect(complete('kaizen encode --pro')).toEqual(['--prompt', '--profile', '--proxy']);
    expect(complete('kaizen encode --profile t')).toEqual(['toon']);
    expect(complete('kaizen completion z')).toEqual(['zsh']);
    expect(complete('kaizen encode some-d')).toEqual(['some-data.json']);
    expect(complete('kaizen serve --log-level w')).toEqual(['warn']);
  });

  it.each(['bash', 'zsh', 'fish'])('knows every command and flag in %s', async (shell) => {
    const { stdout } = await box.run(['completion', shell]);
    for (const command of createProgram().commands) {
      expect(stdout).toContain(command.name());
      for (const { long } of command.options) {
        expect(stdout).toContain(shell === 'fish' ? `-l ${long!.slice(2)} ` : long);
      }
    }
  });

  it('refuses another shell', async () => {
    const { code, stderr } = await box.run(['completion', 'tcsh']);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^kaizen: .*bash, zsh, fish\..*\n$/)]);
  });
});

describe('the help', () => {
  it.each(createProgram().commands.map((command) => [command.name()]))(
    'of %s has examples and fits 80 columns',
    async (name) => {
      const { code, stdout } = await box.run([name, '--help']);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^Usage: kaizen [^]*\nExamples:\n {2}\$ /);
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    },
  );

  it('names options of a client, with the names they have there', () => {
    const encode = createProgram().commands.find((command) => command.name() === 'encode')!;
    const attributes = encode.options.map((option) => option.attributeName());
    const inFile = ['verify', 'workers'];
    const told = Object.keys(ENGINE_OPTION_TABLE).filter((name) => !inFile.includes(name));
    expect(attributes).toEqual(expect.arrayContaining(told));
  });
});

describe('docs/cli.md', () => {
  const [, ...blocks] = shellBlocks('docs/cli.md');

  it('runs as it is printed', () => {
    box.file('orders.json', json);
    box.file('mail.txt', `Hello\r\n${JSON.stringify(ORDERS, null, 2)}\r\n`);
    box.file('prompts.jsonl', '{"a":1}\n"text"\n');
    expect(blocks.length).toBeGreaterThanOrEqual(6);
    // Those that ask a model are run where there is one: chat.spec.ts.
    const lines = blocks.filter((block) => !block.includes('kaizen chat'));
    for (const line of lines.join('').trim().split('\n')) {
      const { status, stderr } = box.shell(line);
      expect([line, status, stderr.includes('kaizen:')]).toEqual([line, 0, false]);
    }
  });
});

import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Gives a program of the development dependencies a text on its standard input. */
function hand(text: string, program: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(`node_modules/.bin/${program}`, args, {
    input: text,
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
}

function letters(length: number): string {
  const text = randomBytes(length * 2).toString('base64');
  return text.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, length);
}

/** Shapes of secrets, put together here so that this file holds none. */
const SECRETS: Readonly<Record<string, string>> = {
  OpenAI: ['sk', 'proj', `${letters(74)}T3Blbk${'FJ'}${letters(74)}`].join('-'),
  Anthropic: ['sk', 'ant', 'api03', `${letters(93)}AA`].join('-'),
  GitHub: ['ghp', letters(36)].join('_'),
  npm: ['npm', letters(36)].join('_'),
  AWS: ['AWS_SECRET_ACCESS_KEY', letters(40)].join('='),
  'Hugging Face': ['hf', letters(34)].join('_'),
  Google: `AIza${letters(35)}`,
  Groq: ['gsk', letters(52)].join('_'),
  Together: ['tgp', 'v1', letters(43)].join('_'),
  Fireworks: ['fw', letters(24)].join('_'),
  Redis: ['redis:', '', `:${letters(24)}@cache:6379`].join('/'),
  'a private key': ['-----BEGIN PRIVATE', `KEY-----\n${letters(64)}\n`].join(' '),
};

describe('the hook of commit messages', () => {
  it.each(['planted', 'fix it', 'Fix: something', 'nonsense(server): a type of no kind'])(
    'refuses "%s"',
    (message) => expect(hand(message, 'commitlint').status).toBe(1),
  );

  it.each(['fix(server): refuse bodies of unknown routes', 'docs: how to read errors'])(
    'takes "%s"',
    (message) => expect(hand(message, 'commitlint')).toEqual({ status: 0, said: '' }),
  );
});

describe('the hook of staged files', () => {
  it.each(Object.keys(SECRETS))('finds a secret of %s, and does not print it', (name) => {
    const secret = SECRETS[name]!;
    const found = hand(secret, 'secretlint', '--maskSecrets', '--stdinFileName=planted.txt');
    expect(found).toEqual({ status: 1, said: expect.stringMatching(/1 problem/) });
    expect(found.said).not.toContain(secret);
  });

  it('takes a file without one', () => {
    const { status } = hand('nothing', 'secretlint', '--stdinFileName=planted.txt');
    expect(status).toBe(0);
  });

  it('is set up by npm ci', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    expect(scripts['prepare']).toMatch(/^husky\b/);
    expect(readFileSync('.husky/pre-commit', 'utf8')).toMatch(/\blint-staged\n$/);
    expect(readFileSync('.husky/commit-msg', 'utf8')).toMatch(/\bcommitlint --edit "\$1"\n$/);
  });
});

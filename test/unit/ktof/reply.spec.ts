import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { decodeReply, type DecodeReplyOptions } from 'nestjs-kaizen/ktof';
import { ISSUE_MESSAGES } from '../../../lib/ktof/reply/issue-messages.js';
import { failureOf } from '../../conformance/failure.js';

const USERS = {
  users: [
    { id: 1, name: 'Ada' },
    { id: 2, name: 'Grace' },
  ],
};
const SLIPPED = 'Sure:\n\n```ktof\nusers[3]{id,name}:\n 1,Ada\n 2,Grace\n```';

function fenced(content: string, language = 'ktof'): string {
  return `\`\`\`${language}\n${content}\n\`\`\``;
}

function codesOf(reply: string, options?: DecodeReplyOptions): string[] {
  return decodeReply(reply, options).issues.map(({ code }) => code);
}

describe('a repair', () => {
  it('is reported with its code, a message and its place in the reply', () => {
    const { kind, value, issues, truncated } = decodeReply(SLIPPED);

    expect({ kind, value, truncated }).toEqual({ kind: 'ktof', value: USERS, truncated: false });
    expect(issues).toEqual([
      { code: 'count-mismatch', message: expect.stringMatching(/\.$/), line: 4, column: 1 },
    ]);
  });

  it.each([
    ['a fence', 'Hello.\n```json\n{"a": 1,\n "b": None}\n```', 4, 7],
    ['a fence inside a list', '1. Data:\n\n   ```json\n   {"a": None}\n   ```', 4, 10],
    ['a line of KTOF', 'x\n\nusers[2]{id,name}:\n  1,Ada\n  2,Grace,\n', 5, 10],
    ['JSON among prose', 'Here:\n\n{"a": 1,\n  "b": None}\n\nDone.', 4, 8],
  ])('has its place in %s', (_, reply, line, column) => {
    expect(decodeReply(reply).issues.at(-1)).toMatchObject({ line, column });
  });

  it('is named at most ten times', () => {
    const rows = Array.from({ length: 50 }, (_, id) => ` ${id},Ada,`).join('\n');

    expect(codesOf(fenced(`users[50]{id,name}:\n${rows}`))).toEqual(
      Array.from({ length: 10 }, () => 'trailing-comma'),
    );
  });

  it('never quotes the reply', () => {
    const { issues } = decodeReply(fenced("{'token': 'secret', 'id': None,}", 'json'));

    expect(issues.length).toBeGreaterThan(2);
    expect(JSON.stringify(issues)).not.toMatch(/secret|token/);
  });
});

describe('strict', () => {
  it('gives what needs no repair', () => {
    expect(decodeReply(SLIPPED.replace('[3]', '[2]'), { strict: true })).toEqual({
      kind: 'ktof',
      value: USERS,
      issues: [],
      truncated: false,
    });
  });

  it('raises in place of a repair, naming the place and the remedy', () => {
    const error = failureOf(() => decodeReply(SLIPPED, { strict: true }));

    expect(error).toMatchObject({ name: 'KaizenFormatError', line: 4, column: 1 });
    expect(String(error)).toMatch(/`strict: false`\.$/);
  });

  it('raises for data that cannot be read, and not for prose', () => {
    const broken = fenced('{"a": }', 'json');

    expect(failureOf(() => decodeReply(broken, { strict: true }))).toMatchObject({ line: 2 });
    expect(decodeReply('I cannot do that.', { strict: true }).kind).toBe('text');
  });
});

describe('text', () => {
  it.each(['', ' \n', '\uFEFFHello\r\n', 'Answer: yes', '42', '"yes"', 'null', 'true'])(
    '%j is itself, unchanged and without issues',
    (reply) => {
      expect(decodeReply(reply)).toEqual({
        kind: 'text',
        value: reply,
        issues: [],
        truncated: false,
      });
    },
  );

  it('says why data in it could not be read', () => {
    const { kind, issues } = decodeReply(`Data:\n${fenced('{"a": 1, ...}', 'json')}`);

    expect(kind).toBe('text');
    expect(issues).toEqual([
      { code: 'ellipsis', message: expect.any(String), line: 3, column: 10 },
    ]);
  });

  it('is JSON with a number that JavaScript cannot hold', () => {
    expect(decodeReply('{"n": 1e999}').kind).toBe('text');
    expect(decodeReply("{'n': 1e999}").kind).toBe('text');
  });

  it('is a fence that says it is another language, whatever stands in it', () => {
    for (const language of ['sql', 'bash', 'diff', 'csv']) {
      expect(decodeReply(fenced('{"a": 1}', language)).kind).toBe('text');
    }
  });
});

describe('what was asked for', () => {
  it('json: takes scalars, and nothing but JSON', () => {
    const options = { expect: 'json' } as const;

    expect(decodeReply(' 42 ', options)).toMatchObject({ kind: 'json', value: 42 });
    expect(decodeReply(fenced('"yes"', 'json'), options)).toMatchObject({ value: 'yes' });
    expect(decodeReply('yes', options).kind).toBe('text');
    expect(decodeReply(SLIPPED, options)).toMatchObject({ kind: 'text', value: SLIPPED });
  });

  it('ktof: takes lines of `key: value` that prose could be', () => {
    const options = { expect: 'ktof' } as const;
    const labels = 'Name: Ada\nCity: London';

    expect(decodeReply(labels).kind).toBe('text');
    expect(decodeReply(labels, options).value).toEqual({ Name: 'Ada', City: 'London' });
    expect(decodeReply('[a,b]', options).value).toEqual(['a', 'b']);
    expect(decodeReply('{"a": 1}', options)).toMatchObject({ kind: 'json', value: { a: 1 } });
    expect(decodeReply('Answer: yes', options).kind).toBe('text');
  });
});

describe('data that is right as it stands', () => {
  it.each([
    ['users[1]{id,ok}:\n 1,True', { users: [{ id: 1, ok: 'True' }] }, 'python-literal'],
    ['name: "None"\nn: 1', { name: 'None', n: 1 }, undefined],
    ["tags: ['a']", { tags: ["'a'"] }, 'single-quotes'],
    ['a: x\nb: ...', { a: 'x', b: '...' }, 'ellipsis'],
    ['r[1]{a,b}:\n 1,', { r: [{ a: 1, b: '' }] }, 'empty-cell'],
    ['r[1]{a,b?}:\n 1,', { r: [{ a: 1 }] }, undefined],
    ['n: 9007199254740993', { n: 9007199254740992 }, 'number-precision'],
    ['n: 9007199254740994', { n: 9007199254740994 }, undefined],
  ])('%j is read as the format says, and pointed out where it is odd', (content, value, code) => {
    expect(decodeReply(fenced(content))).toMatchObject({ kind: 'ktof', value });
    expect(codesOf(fenced(content))).toEqual(code === undefined ? [] : [code]);
  });

  it('may begin with a label, which KTOF takes for an empty object', () => {
    const reply = 'result:\nusers[1]{id}:\n 1';

    expect(decodeReply(reply).value).toEqual({ result: {}, users: [{ id: 1 }] });
    expect(codesOf(reply)).toEqual(['label-line']);
    expect(codesOf(fenced(reply))).toEqual([]);
  });

  it('has keys of any name, and none of them reaches a prototype', () => {
    for (const reply of ['{"__proto__": {"x": 1}}', "{'__proto__': {'x': 1}}"]) {
      const { value } = decodeReply(reply);

      expect(Object.keys(value ?? {})).toEqual(['__proto__']);
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    }
  });
});

describe('several blocks', () => {
  const first = fenced('{"n": 1}', 'json');

  it('with the same data are one', () => {
    expect(codesOf(`${first}\n${fenced('n: 1')}`)).toEqual([]);
  });

  it('are pointed out when they differ, or when one cannot be read', () => {
    expect(decodeReply(`${first}\n${fenced('{"n": 2}', 'json')}`).value).toEqual({ n: 1 });
    expect(codesOf(`${first}\n${fenced('{"n": 2}', 'json')}`)).toEqual(['several-blocks']);
    expect(codesOf(`${first}\n${fenced('{"n": ', 'json')}`)).toEqual(['several-blocks']);
  });

  it('are pointed out when one of them has no fence', () => {
    expect(codesOf(`Input:\n{"n": 0}\n${first}`)).toEqual(['several-blocks']);
    expect(codesOf(`users[1]{id}:\n 1\n\n${first}`)).toEqual(['several-blocks']);
    expect(codesOf(`The same:\n{ "n": 1 }\n${first}`)).toEqual([]);
  });

  it('are ranked: what says it is data first, what needs no repair first', () => {
    const plain = fenced('a: 1\nb: 2', '');
    const slipped = fenced('{"n": 2,}', 'json');

    expect(decodeReply(`${plain}\n${first}`).value).toEqual({ n: 1 });
    expect(decodeReply(`${slipped}\n${first}`).value).toEqual({ n: 1 });
    expect(codesOf(`${fenced('[1]', 'js')}\n${first}`)).toEqual([]);
  });
});

describe('options and arguments', () => {
  it.each([
    [{ expect: 'yaml' }, 'expect'],
    [{ strict: 1 }, 'strict'],
    [{ maxDepth: 0 }, 'maxDepth'],
    [{ fence: true }, 'fence'],
  ])('%j is refused', (options, name) => {
    const error = failureOf(() => decodeReply('x', options as DecodeReplyOptions));

    expect(error).toMatchObject({ name: 'KaizenOptionsError' });
    expect(String(error)).toContain(`\`${name}\``);
  });

  it('a reply too large, and one that is no text, are errors', () => {
    expect(failureOf(() => decodeReply('{"a": 1}', { maxBytes: 7 }))).toMatchObject({
      name: 'KaizenPayloadError',
    });
    expect(failureOf(() => decodeReply(5 as unknown as string))).toMatchObject({
      name: 'KaizenFormatError',
    });
  });
});

describe('the page on replies', () => {
  const page = readFileSync(path.resolve(import.meta.dirname, '../../../docs/replies.md'), 'utf8');

  it('lists every issue code, and no other', () => {
    const table = page.slice(page.indexOf('| code'), page.indexOf('## What is cut off'));
    const listed = [...table.matchAll(/^\| `([a-z-]+)` /gm)].map(([, code]) => code);

    expect(listed.sort()).toEqual(Object.keys(ISSUE_MESSAGES).sort());
  });
});

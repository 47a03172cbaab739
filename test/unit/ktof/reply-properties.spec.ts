import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decode,
  decodeReply,
  encode,
  type DecodedReply,
  type JsonValue,
  type KaizenFormatError,
} from 'nestjs-kaizen/ktof';
import { failureOf } from '../../conformance/failure.js';
import { fuzzTexts } from '../../conformance/fuzz-texts.js';
import { mutations } from '../../conformance/mutations.js';
import { shapes } from '../../conformance/options-matrix.js';
import { throughJson } from '../../conformance/round-trip.js';
import { HOSTILE_REPLIES } from '../../corpus/hostile-replies.js';
import {
  anyTexts,
  firstDifference,
  jsonValues,
  wellFormedTexts,
} from '../../support/json-arbitraries.js';
import { containersOf, plainValues, prose, wrapped } from '../../support/reply-arbitraries.js';

/** Longer than anything here takes by a wide margin; a scan that is not linear takes minutes. */
const PATIENCE_MS = 8000;

/** Issues of data that is right as it stands, and may yet be meant otherwise. */
const REMARKS = [
  ...['bullets', 'comment', 'ellipsis', 'empty-cell', 'header-row', 'markdown-table', 'odd-space'],
  ...[
    'python-literal',
    'single-quotes',
    'smart-quotes',
    'trailing-comma',
    'tuple',
    'unquoted-cell',
  ],
];

const parts = fc.double({ min: 0, max: 1, noNaN: true });

const damaged = fc
  .tuple(jsonValues(anyTexts), shapes, mutations)
  .map(([value, shape, mutate]) => mutate(encode(value, shape)));

const anyReply = fc.oneof(
  fuzzTexts,
  damaged,
  prose,
  fc.tuple(prose, damaged, prose).map((texts) => texts.join('\n')),
  damaged.map((text) => `\`\`\`ktof\n${text}\n\`\`\``),
  fuzzTexts.map((text) => `\`\`\`json\n${text}\n\`\`\``),
  fuzzTexts.map((text) => `\`\`\`yaml\n${text}`),
);

function cut(text: string, part: number): string {
  return text.slice(0, Math.floor(text.length * part));
}

function isSame(value: JsonValue, wanted: JsonValue): boolean {
  return firstDifference(value, throughJson(wanted)) === undefined;
}

/** Whether a value is a part of another: entries may be missing, and texts cut. */
function isPartOf(part: JsonValue, whole: JsonValue | undefined): boolean {
  if (whole === undefined) return false;
  if (typeof part === 'string') return typeof whole === 'string' && whole.startsWith(part);
  if (typeof part !== 'object' || part === null) return Object.is(part, whole);
  if (typeof whole !== 'object' || whole === null) return false;
  const entries = new Map(Object.entries(whole));
  return Object.entries(part).every(([key, item]) => isPartOf(item, entries.get(key)));
}

describe('data in a fence', () => {
  it('comes back as it was, without issues', () => {
    fc.assert(
      fc.property(wrapped(plainValues), ({ value, reply }) => {
        const decoded = decodeReply(reply);

        expect(decoded).toMatchObject({ issues: [], truncated: false });
        expect(decoded.kind).not.toBe('text');
        expect(isSame(decoded.value, value)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('comes back as it was, whatever texts it holds; some are pointed out', () => {
    fc.assert(
      fc.property(wrapped(containersOf(wellFormedTexts)), ({ value, reply }) => {
        const decoded = decodeReply(reply);
        const codes = decoded.issues.map(({ code }) => code as string);

        expect(isSame(decoded.value, value)).toBe(true);
        expect(codes.filter((code) => !REMARKS.includes(code))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('is never cut in silence, wherever the reply ends', () => {
    fc.assert(
      fc.property(wrapped(plainValues), parts, ({ value, reply }, part) => {
        const text = cut(reply, part);
        const decoded = decodeReply(text);
        if (decoded.kind === 'text') return decoded.value === text;
        if (isSame(decoded.value, value)) return true;
        return decoded.truncated && decoded.issues.length > 0;
      }),
      { numRuns: 4000 },
    );
  });

  it('has no issues only where the format says that very value', () => {
    fc.assert(
      fc.property(damaged, (content) => {
        // A fence inside of the content would end it there.
        fc.pre(!content.includes('```'));
        const { kind, value, issues } = decodeReply(`\`\`\`ktof\n${content}\n\`\`\``);
        if (kind === 'text' || issues.length > 0) return true;
        const wanted: unknown = kind === 'json' ? JSON.parse(content) : decode(content);
        return firstDifference(value, wanted) === undefined;
      }),
      { numRuns: 4000 },
    );
  });
});

describe('JSON that is cut off', () => {
  it('holds nothing that the whole did not', () => {
    fc.assert(
      fc.property(plainValues, parts, (value, part) => {
        const { kind, value: read } = decodeReply(cut(JSON.stringify(value), part));
        return kind === 'text' || isPartOf(read, throughJson(value));
      }),
      { numRuns: 3000 },
    );
  });
});

/** Whether a result keeps what its type promises: text is the reply, and places are in it. */
function isSound({ kind, value, issues }: DecodedReply, reply: string): boolean {
  const lines = reply.split('\n').length;
  const arePlaced = issues.every(({ line = 1, column = 1 }) => {
    return line >= 1 && line <= lines && column >= 1;
  });
  return arePlaced && (kind !== 'text' || value === reply);
}

describe('any text', () => {
  it('gives data, or itself, and never throws', () => {
    fc.assert(
      fc.property(anyReply, fc.constantFrom('any', 'json', 'ktof'), (reply, expected) =>
        isSound(decodeReply(reply, { expect: expected }), reply),
      ),
      { numRuns: 10_000 },
    );
  });

  it('under strict gives a result without issues, or a KaizenFormatError at the first of them', () => {
    fc.assert(
      fc.property(anyReply, (reply) => {
        const failure = failureOf(() => decodeReply(reply, { strict: true }));
        const [issue] = decodeReply(reply).issues;
        if (issue === undefined) return failure === undefined;
        const { name, line } = failure as KaizenFormatError;
        return name === 'KaizenFormatError' && line === (issue.line ?? 1);
      }),
      { numRuns: 4000 },
    );
  });

  it('that is prose is never data', () => {
    fc.assert(
      fc.property(prose, (reply) => decodeReply(reply, { strict: true }).kind === 'text'),
      { numRuns: 8000 },
    );
  });
});

describe('hostile replies', () => {
  it('are read soon, and never throw', () => {
    const slow = HOSTILE_REPLIES.filter(({ text }) => {
      const started = performance.now();
      decodeReply(text);
      return performance.now() - started > PATIENCE_MS;
    });

    expect(slow.map(({ name }) => name)).toEqual([]);
  }, 120_000);

  it('do not pass the depth that is allowed', () => {
    const deep = `${'['.repeat(60)}1${']'.repeat(60)}`;

    expect(decodeReply(deep, { maxDepth: 59 })).toMatchObject({ kind: 'text', value: deep });
    expect(decodeReply(deep, { maxDepth: 60 }).kind).toBe('json');
    expect(decodeReply(`{'a': ${deep}}`, { maxDepth: 60 }).kind).toBe('text');
    expect(decodeReply(`{'a': ${deep}}`, { maxDepth: 61 }).kind).toBe('json');
  });
});

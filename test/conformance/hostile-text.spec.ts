import { describe, expect, it } from '@jest/globals';
import { decode } from 'nestjs-kaizen/ktof';
import { KaizenError } from '../../lib/errors/kaizen.error.js';
import { KaizenFormatError } from '../../lib/errors/format.error.js';
import { cpuMs, PATIENCE_MS } from '../support/patience.js';
import { ourOutcome } from './codecs.js';
import { failureOf } from './failure.js';
import { LONG_TEXTS, MALFORMED_TEXTS } from './hostile-texts.js';

describe('malformed text', () => {
  it.each(MALFORMED_TEXTS)(
    '$name: a KaizenFormatError with a place, and soon',
    async ({ text }) => {
      for (const maxDepth of [200, 500]) {
        let error: unknown;
        const read = () => (error = failureOf(() => decode(text, { maxDepth })));

        expect(await cpuMs(read)).toBeLessThan(PATIENCE_MS);
        expect(error).toBeInstanceOf(KaizenFormatError);
        expect((error as KaizenFormatError).line).toBeGreaterThanOrEqual(1);
        expect((error as KaizenFormatError).column).toBeGreaterThanOrEqual(1);
        expect(String(error).length).toBeLessThan(500);
      }
    },
  );

  it.each([...MALFORMED_TEXTS, ...LONG_TEXTS])(
    '$name: no worse when not strict',
    async ({ text }) => {
      const lenient = () => decode(text, { strict: false });

      expect(await cpuMs(() => ourOutcome(lenient))).toBeLessThan(PATIENCE_MS);
    },
  );

  it('is told of by line and column, counted from 1, and never quoted', () => {
    const error = failureOf(() => decode('user:\n  name: "secret\n  id: 1'));

    expect(error).toBeInstanceOf(KaizenFormatError);
    expect(error).toMatchObject({ line: 2, column: 9 });
    expect(String(error)).toMatch(/ at line 2, column 9\. Expected .+\.$/);
    expect(JSON.stringify(error)).not.toContain('secret');
  });

  it.each([undefined, null, 5, {}, Buffer.from('a: 1')])('%p is no text: a typed error', (text) => {
    expect(failureOf(() => decode(text as string))).toBeInstanceOf(KaizenError);
  });
});

describe('long text', () => {
  it.each(LONG_TEXTS)('$name: read, and soon', async ({ text }) => {
    expect(await cpuMs(() => decode(text))).toBeLessThan(PATIENCE_MS);
  });
});

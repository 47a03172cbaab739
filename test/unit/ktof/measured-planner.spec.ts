import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { resolveEncodeOptions } from '../../../lib/ktof/encode-options.js';
import { MeasuredPlanner } from '../../../lib/ktof/encode/measured-planner.js';
import { normalize } from '../../../lib/ktof/encode/normalize.js';
import type { Plan } from '../../../lib/ktof/encode/plan.js';
import { LineWriter } from '../../../lib/ktof/encode/writer.js';
import type { JsonObject } from '../../../lib/ktof/json-value.js';
import { jsonValues, wellFormedTexts } from '../../support/json-arbitraries.js';

const delimiters = fc.constantFrom(',' as const, '\t' as const, '|' as const);
const indents = fc.integer({ min: 1, max: 8 });

describe('the measured saving', () => {
  it('is the difference to compact JSON, to the byte', () => {
    fc.assert(
      fc.property(jsonValues(wellFormedTexts), delimiters, indents, (value, delimiter, indent) => {
        const options = resolveEncodeOptions({ delimiter, indent });
        // A key keeps a root KTOF from being quoted, and makes a container of a primitive.
        const container = normalize({ root: value }, options).value as JsonObject;
        const plan: Plan = new MeasuredPlanner(options).plan(container, 0, 'root');
        const writer = new LineWriter(options);
        writer.begin(container, plan);

        const text = Buffer.byteLength(writer.next() ?? '');
        expect(text + plan.saving).toBe(Buffer.byteLength(JSON.stringify(container)));
      }),
      { numRuns: 2000 },
    );
  });
});

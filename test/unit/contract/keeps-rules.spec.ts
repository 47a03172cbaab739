import { describe, expect, it } from '@jest/globals';
import { IsInt, IsString, ValidateIf, ValidateNested, validateSync } from 'class-validator';
import { instantiate } from '../../../lib/contract/instantiate.js';
import { keepsRules } from '../../../lib/contract/keeps-rules.js';
import type { KaizenOperation } from '../../../lib/contract/operations.js';
import { REQUEST_SHAPES } from '../../../lib/contract/request-shapes.js';
import { RESPONSE_SHAPES } from '../../../lib/contract/response-shapes.js';
import { CompressionStats } from '../../../lib/contract/responses/compression-stats.js';
import { TokenStats } from '../../../lib/contract/responses/token-stats.js';

const stats = (more: object = {}) =>
  instantiate(CompressionStats, {
    originalBytes: 9,
    compressedBytes: 3,
    reductionRatio: 0.3,
    ...more,
  });
const RESPONSE = { status: 'ok', operation: 'x', result: 'a: 1', stats: stats(), extra: {} };
const REQUEST = { data: 'a: 1', ktof: 'a: 1', prompt: 'a: 1' };
const operations = Object.keys(RESPONSE_SHAPES) as Exclude<KaizenOperation, 'health'>[];

/** What a field may be found to hold. */
const VALUES = [
  undefined,
  null,
  '',
  'ok',
  ' ',
  0,
  -1,
  2.5,
  9,
  NaN,
  true,
  [],
  ['gpt-4o', ''],
  [1],
  {},
];
const NESTED = [stats(), stats({ originalBytes: '9' }), stats({ compressedBytes: -1 }), [stats()]];

const variants = (fields: object, names: readonly string[]) =>
  names.flatMap((name) => [...VALUES, ...NESTED].map((value) => ({ ...fields, [name]: value })));

const agrees = (instance: object) => {
  const isValid = validateSync(instance, { forbidUnknownValues: false }).length === 0;
  // It may leave a valid one to class-validator, but must never let an invalid one pass.
  return isValid || !keepsRules(instance);
};

describe('keepsRules', () => {
  it.each(operations)('knows what %s sends and receives when nothing is wrong', (operation) => {
    const { type, fields } = REQUEST_SHAPES[operation];
    const own = Object.entries(REQUEST).filter(([name]) => fields.some((one) => one.name === name));
    expect(keepsRules(instantiate(type, Object.fromEntries(own)))).toBe(true);
    expect(keepsRules(instantiate(RESPONSE_SHAPES[operation].type, RESPONSE))).toBe(true);
  });

  it.each(operations)('lets nothing pass that class-validator refuses: %s', (operation) => {
    const { type, fields } = REQUEST_SHAPES[operation];
    const requests = variants(
      REQUEST,
      fields.map(({ name }) => name),
    ).map((request) => instantiate(type, request));
    const names = ['status', 'operation', 'result', 'stats', 'meta', 'metadata', 'requestId'];
    const responses = variants(RESPONSE, [...names, 'messages']).map((response) =>
      instantiate(RESPONSE_SHAPES[operation].type, response),
    );
    expect([...requests, ...responses].filter((instance) => !agrees(instance))).toEqual([]);
  });

  it('lets no statistics pass that class-validator refuses', () => {
    const names = ['original', 'compressed', 'method', 'encoding'];
    const all = variants({ original: 9, compressed: 3 }, names).map((fields) =>
      instantiate(TokenStats, fields),
    );
    expect(all.filter((instance) => !agrees(instance))).toEqual([]);
    expect(keepsRules(instantiate(TokenStats, { original: 9, compressed: 3 }))).toBe(true);
  });

  it('leaves rules it does not know to class-validator', () => {
    class Grouped {
      @IsInt({ groups: ['strict'] })
      size = 'large';
    }
    class Conditional {
      @ValidateIf(({ size }: Conditional) => size > 1)
      @IsString()
      name = 5;
      size = 1;
    }
    class Lists {
      @ValidateNested()
      items = [Object.assign(new Conditional(), { size: 2 })];
    }
    expect(keepsRules(new Grouped())).toBe(false);
    expect(keepsRules(new Conditional())).toBe(true);
    expect(keepsRules(Object.assign(new Conditional(), { size: 2 }))).toBe(false);
    expect(keepsRules(new Lists())).toBe(false);
  });

  it('says nothing of what has no class', () => {
    expect(keepsRules(Object.create({ constructor: 'none' }) as object)).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import { nearestName } from '../../../lib/errors/nearest-name.js';
import { KaizenOptionsError } from '../../../lib/errors/options.error.js';
import { OPTION_TABLE } from '../../../lib/options/option-table.js';
import { getKaizenOptionsToken } from '../../../lib/options/options-token.js';
import { resolveKaizenOptions } from '../../../lib/options/resolve-options.js';

function refusalOf(options: unknown): KaizenOptionsError {
  try {
    resolveKaizenOptions(options as object);
  } catch (error) {
    if (error instanceof KaizenOptionsError) return error;
    throw error;
  }
  throw new Error('The options were accepted.');
}

describe('resolveKaizenOptions', () => {
  it('fills in the defaults and leaves the form of encodes to the engine', () => {
    expect(resolveKaizenOptions({})).toEqual({
      transport: 'embedded',
      maxDepth: 200,
      maxPayloadBytes: 67_108_864,
      verify: true,
      timeoutMs: 30_000,
      shutdownGraceMs: 5000,
    });
  });

  it('keeps every value that is given, false and zero among them', () => {
    const given = {
      transport: 'embedded',
      profile: 'toon',
      delimiter: '\t',
      indent: 8,
      lengthMarker: false,
      maxDepth: 1,
      maxPayloadBytes: 1,
      verify: false,
      workers: {
        thresholdBytes: 0,
        maxThreads: 64,
        maxQueue: 0,
        maxMemoryMb: 16,
        idleTimeoutMs: 0,
      },
      timeoutMs: 1,
      shutdownGraceMs: 0,
    } as const;
    expect(resolveKaizenOptions(given)).toEqual(given);
    expect(Object.keys(given)).toEqual(Object.keys(OPTION_TABLE));
  });

  it("keeps the worker options as they are given: their defaults are the engine's", () => {
    expect(resolveKaizenOptions({ workers: false }).workers).toBe(false);
    expect(resolveKaizenOptions({ workers: {} }).workers).toEqual({});
    const workers = { maxThreads: 2, maxQueue: undefined };
    expect(resolveKaizenOptions({ workers }).workers).toEqual({ maxThreads: 2 });
  });

  it('takes undefined as left out', () => {
    expect(resolveKaizenOptions({ maxDepth: undefined, profile: undefined })).toEqual(
      resolveKaizenOptions({}),
    );
  });

  it('returns a frozen object of its own, which may be resolved again', () => {
    const given = { maxDepth: 7 };
    const resolved = resolveKaizenOptions(given);
    expect(resolved).not.toBe(given);
    expect(given).toEqual({ maxDepth: 7 });
    expect(Object.isFrozen(resolved)).toBe(true);
    expect(resolveKaizenOptions(resolved)).toEqual(resolved);
  });

  it.each([
    ['maxDepht', 'Did you mean "maxDepth"?'],
    ['max_depth', 'Did you mean "maxDepth"?'],
    ['timeout', 'Did you mean "timeoutMs"?'],
    ['apiKey', 'Remove it, or use one of: transport, profile,'],
    ['baseUrl', 'Remove it, or use one of: transport, profile,'],
    ['constructor', 'Remove it, or use one of: transport, profile,'],
    ['worker', 'Did you mean "workers"?'],
  ])('refuses the unknown option %s: %s', (name, remedy) => {
    const error = refusalOf({ [name]: 'k-secret-value' });
    expect(error.option).toBe(name);
    expect(error.message).toContain(`There is no client option "${name}". ${remedy}`);
    expect(JSON.stringify(error)).not.toContain('k-secret-value');
  });

  it.each<[string, unknown, string]>([
    ['transport', 'http', 'must be "embedded", and was another string'],
    ['profile', 'TOON', 'must be one of "ktof", "toon", "legacy", and was another string'],
    ['delimiter', ';', 'must be one of ",", "\\t", "|", and was another string'],
    ['indent', 0, 'must be a whole number from 1 to 8, and was another number'],
    ['indent', 9, 'and was another number'],
    ['lengthMarker', '#', 'must be true or false, and was a string'],
    ['maxDepth', '200', 'must be a whole number from 1 to 500, and was a string'],
    ['maxDepth', 1.5, 'and was another number'],
    ['maxDepth', 501, 'and was another number'],
    ['maxPayloadBytes', Number.NaN, 'and was another number'],
    ['maxPayloadBytes', 2 ** 29, 'a whole number from 1 to 536870888, and was another number'],
    ['maxPayloadBytes', 10n, 'and was a bigint'],
    ['verify', null, 'must be true or false, and was null'],
    ['verify', ['yes'], 'and was an array'],
    ['workers', true, 'must be false or an object of options, and was a boolean'],
    ['workers', null, 'and was null'],
    ['workers', [2], 'and was an array'],
    ['timeoutMs', 0, 'must be a whole number from 1 to 2147483647 (milliseconds), and was another'],
    ['timeoutMs', 2 ** 31, 'and was another number'],
    ['timeoutMs', Infinity, 'and was another number'],
    ['shutdownGraceMs', -1, 'must be a whole number from 0 to 2147483647 (milliseconds)'],
    ['shutdownGraceMs', {}, 'and was an object'],
  ])('refuses %s = %p: %s', (name, value, text) => {
    const error = refusalOf({ [name]: value });
    expect(error).toMatchObject({ name: 'KaizenOptionsError', code: 'KAIZEN_INVALID_OPTION' });
    expect(error.option).toBe(name);
    expect(error.message).toContain(`Option "${name}" must be `);
    expect(error.message).toContain(text);
    expect(error.message).toMatch(/Give such a value, or leave the option out( for \S+)?\.$/);
  });

  it.each<[object, string, string]>([
    [
      { maxThread: 2 },
      'workers.maxThread',
      'There is no client option "workers.maxThread". Did you mean "maxThreads"?',
    ],
    [{ verify: true }, 'workers.verify', 'Remove it, or use one of: thresholdBytes, maxThreads,'],
    [
      { maxThreads: 0 },
      'workers.maxThreads',
      'Option "workers.maxThreads" must be a whole number from 1 to 64, and was another number.',
    ],
    [
      { maxMemoryMb: '64' },
      'workers.maxMemoryMb',
      'a whole number from 16 to 65536, and was a string.',
    ],
    [{ maxQueue: false }, 'workers.maxQueue', 'and was a boolean.'],
  ])('refuses %p among the worker options', (workers, option, text) => {
    const error = refusalOf({ workers });
    expect(error.option).toBe(option);
    expect(error.message).toContain(text);
  });

  it('names the default that leaving an option out would give', () => {
    expect(refusalOf({ maxDepth: 'deep' }).message).toMatch(/leave the option out for 200\.$/);
    expect(refusalOf({ indent: 'wide' }).message).toMatch(/leave the option out\.$/);
  });

  it.each([[undefined], [null], ['embedded'], [5], [[]]])('refuses %p as options', (options) => {
    expect(refusalOf(options).message).toMatch(/^The client options must be an object, and were /);
  });
});

describe('getKaizenOptionsToken', () => {
  it('reads well in the errors of Nest', () => {
    expect(getKaizenOptionsToken()).toBe('KaizenOptions');
    expect(getKaizenOptionsToken('eu')).toBe('KaizenOptions(eu)');
  });
});

describe('nearestName', () => {
  it('finds the one that takes the fewest changes', () => {
    expect(nearestName('indnt', ['index', 'indent'])).toBe('indent');
    expect(nearestName('TIMEOUT-MS', ['verify', 'timeoutMs'])).toBe('timeoutMs');
  });

  it('finds none when too much would have to change, however long the name', () => {
    expect(nearestName('colour', ['indent', 'verify'])).toBeUndefined();
    expect(nearestName('x'.repeat(1_000_000), ['indent'])).toBeUndefined();
    expect(nearestName('indent', [])).toBeUndefined();
  });
});

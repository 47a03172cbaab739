import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Each check is a process of its own, slow to start on a busy machine. */
jest.setTimeout(60_000);

const ROOT = path.resolve(import.meta.dirname, '../..');
const DEPCRUISE = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const CONFIG = path.join(ROOT, '.dependency-cruiser.mjs');

const EMPTY = 'export {};';
const fakePackage = (name: string): Record<string, string> => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({ name, version: '1.0.0', main: 'i.js' }),
  [`node_modules/${name}/i.js`]: '',
});

/** A tree that keeps every rule: the entries reach all there is to reach. */
const GOOD: Record<string, string> = {
  'package.json': JSON.stringify({
    type: 'module',
    dependencies: { listed: '*' },
    peerDependencies: {
      '@nestjs/common': '*',
      '@nestjs/terminus': '*',
      'gpt-tokenizer': '*',
      'prom-client': '*',
    },
    peerDependenciesMeta: { '@nestjs/terminus': { optional: true } },
    devDependencies: { '@nestjs/common': '*', '@nestjs/terminus': '*', yaml: '*' },
  }),
  ...fakePackage('@nestjs/common'),
  ...fakePackage('@nestjs/terminus'),
  ...fakePackage('gpt-tokenizer'),
  ...fakePackage('prom-client'),
  ...fakePackage('listed'),
  ...fakePackage('yaml'),
  ...fakePackage('stray'),
  'lib/errors/good.ts': EMPTY,
  'lib/ktof/good.ts': "import type {} from '../errors/good.js';",
  'lib/tokens/good.ts': "import './encodings.js'; import 'listed'; import 'node:fs';",
  'lib/tokens/encodings.ts': "void import('gpt-tokenizer');",
  'lib/engine/good.ts': "import '../ktof/good.js'; import '../tokens/good.js';",
  'lib/client/good.ts': "import '../engine/good.js'; import '@nestjs/common';",
  'lib/nest/good.ts': "import '../client/good.js';",
  'lib/nest/health/good.ts': "import '../good.js'; import '@nestjs/terminus';",
  'lib/integrations/prometheus/good.ts': "import 'prom-client'; import '../../client/good.js';",
  'lib/server/metrics/prometheus-recorder.ts': "void import('prom-client');",
  'lib/index.ts': "export * from './nest/good.js';",
  'lib/ktof.ts': "export * from './ktof/good.js';",
  'lib/health.ts': "export * from './nest/health/good.js';",
};

/** The other half of a circle, tied by a type alone: the circle is told once, for its first file. */
const CIRCLE = { 'lib/engine/circle-b.ts': "import type {} from './circle-a.js';" };

/** One broken file for each line: where it is, what it says, the rule that must speak. */
const BROKEN: [file: string, source: string, rule: string][] = [
  ['lib/ktof/to-tokens.ts', "import '../tokens/good.js';", 'room-ktof'],
  ['lib/tokens/type-only.ts', "import type {} from '../ktof/good.js';", 'room-tokens'],
  ['lib/engine/to-client.ts', "import '../client/good.js';", 'room-engine'],
  ['lib/client/to-nest.ts', "export * from '../nest/good.js';", 'room-client'],
  ['lib/nest/to-entry.ts', "import '../index.js';", 'room-nest'],
  ['lib/server/lazy.ts', "void import('../client/good.js');", 'room-server'],
  ['lib/odd/unknown.ts', "import 'node:fs';", 'known-rooms-only'],
  ['lib/engine/circle-a.ts', "import './circle-b.js';", 'no-circular'],
  ['lib/client/peer.ts', "import '@nestjs/terminus';", 'peer-@nestjs/terminus-stays-home'],
  ['lib/client/lazy.ts', "void import('gpt-tokenizer');", 'peer-gpt-tokenizer-stays-home'],
  ['lib/tokens/context-window.ts', "import 'gpt-tokenizer';", 'peer-gpt-tokenizer-on-first-use'],
  ['lib/server/metrics.ts', "void import('prom-client');", 'peer-prom-client-stays-home'],
  ['lib/server/prom.ts', "import 'prom-client';", 'peer-prom-client-on-first-use'],
  ['lib/server/nest.ts', "import '../integrations/prometheus/good.js';", 'room-server'],
  ['lib/ktof/plain.ts', "import '@nestjs/common';", 'ktof-is-plain'],
  ['lib/client/dev.ts', "import 'yaml';", 'no-dev-dependencies'],
  ['lib/client/unlisted.ts', "import 'stray';", 'no-unlisted'],
  ['lib/client/nowhere.ts', "import './nowhere-at-all.js';", 'resolvable'],
];

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

/** Lays the tree out in a fresh folder, checks it there, and gives `file: rule` lines back. */
function violationsOf(tree: Record<string, string>): string[] {
  const dir = mkdtempSync(path.join(tmpdir(), 'kaizen-rooms-'));
  try {
    for (const [file, source] of Object.entries(tree)) {
      mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
      writeFileSync(path.join(dir, file), source);
    }
    const args = [DEPCRUISE, 'lib', '--config', CONFIG, '--output-type', 'json'];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: dir, encoding: 'utf8' });
    if (!stdout) throw new Error(stderr);
    const { summary } = JSON.parse(stdout) as { summary: { violations: Violation[] } };
    return summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

describe('the import rules of lib', () => {
  it('accept a tree that keeps them', () => {
    expect(violationsOf(GOOD)).toEqual([]);
  });

  describe('in a tree that breaks each of them', () => {
    let found: string[];
    beforeAll(() => {
      const broken = Object.fromEntries(BROKEN.map(([file, source]) => [file, source]));
      found = violationsOf({ ...GOOD, ...CIRCLE, ...broken });
    });

    it.each(BROKEN)('%s (%s) breaks %s', (file, _source, rule) => {
      expect(found).toContain(`${file}: ${rule}`);
    });

    it('accuse nobody else', () => {
      const guilty = new Set(BROKEN.map(([file]) => file));
      expect(found.filter((line) => !guilty.has(line.split(':')[0] ?? ''))).toEqual([]);
    });
  });

  it('see an optional peer that the main entry reaches in two steps', () => {
    const tree = { ...GOOD, 'lib/index.ts': "export * from './nest/health/good.js';" };
    expect(violationsOf(tree)).toEqual(['lib/index.ts: peer-@nestjs/terminus-not-from-main']);
  });

  it('see Nest behind the ktof entry', () => {
    const tree = { ...GOOD, 'lib/errors/good.ts': "import '@nestjs/common';" };
    expect(violationsOf(tree)).toContain('lib/ktof.ts: ktof-is-plain');
  });
});

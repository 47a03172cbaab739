import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ProviderErrorKind } from 'nestjs-kaizen/providers';
import type { AnyProviderKind } from '../../lib/providers/adapter.js';
import { CHAT_OPTION_TABLE } from '../../lib/providers/options/chat-options.js';
import { OUTPUT_TABLE } from '../../lib/providers/options/output-spec.js';
import { PROVIDER_OPTION_TABLE } from '../../lib/providers/options/provider-options.js';
import { ROUTER_OPTION_TABLE } from '../../lib/providers/router/router-options.js';
import { VENDORS } from '../../lib/providers/vendors.js';

/*
 * docs/providers.md tells what the code accepts. Here the tables of the options are held against it, so that a
 * vendor, an option or a kind of error cannot come without a word there.
 */
const ROOT = path.resolve(import.meta.dirname, '../..');
const PAGE = readFileSync(path.join(ROOT, 'docs/providers.md'), 'utf8');
const { peerDependencies } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
  peerDependencies: Record<string, string>;
};

/** The kind of each vendor: what the files of that name export, but for the one that is made by a function. */
async function vendorKinds(): Promise<AnyProviderKind[]> {
  const folder = path.join(ROOT, 'lib/providers/adapters');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => name.endsWith('.kind.ts'));
  const modules = await Promise.all(
    files.map((file) => import(path.join(folder, file)) as Promise<Record<string, unknown>>),
  );
  return modules.flatMap((exported) => Object.values(exported)).filter(isKind);
}

function isKind(value: unknown): value is AnyProviderKind {
  return typeof value === 'object' && value !== null && 'table' in value && 'open' in value;
}

const KINDS = await vendorKinds();

const ERROR_KINDS: Record<ProviderErrorKind, true> = {
  'rate-limit': true,
  overloaded: true,
  server: true,
  connection: true,
  timeout: true,
  abort: true,
  authentication: true,
  permission: true,
  'not-found': true,
  'too-large': true,
  'invalid-request': true,
  'bad-response': true,
  'incomplete-stream': true,
  'undecodable-reply': true,
  unknown: true,
};

/** The part of the page under a heading, until the next one of its rank or above. */
function section(heading: string): string {
  const rank = /^#+/.exec(heading)![0];
  const start = PAGE.indexOf(`\n${heading}\n`);
  if (start === -1) return '';
  const rest = PAGE.slice(start + heading.length + 2);
  return rest.split(new RegExp(`^#{1,${rank.length}} `, 'm'))[0]!;
}

/** What of these the text does not have between backticks, alone or among other code. */
function missing(names: readonly string[], text: string): string[] {
  const code = [...text.matchAll(/`([^`\n]+)`/g)].map(([, inner]) => inner!);
  return names.filter((name) => !code.some((each) => each.split(/[^\w@/-]+/).includes(name)));
}

describe('docs/providers.md', () => {
  it('has every vendor', () => {
    expect(KINDS.map(({ name }) => name).sort()).toEqual(Object.keys(VENDORS).sort());
  });

  it.each(KINDS.map((kind) => [kind.label, kind] as const))('%s: has its set-up', (label, kind) => {
    const text = section(`### ${label}`);
    const line = text.split('\n').find((each) => each.startsWith('`npm install')) ?? '';
    const [, installed = ''] = /^`npm install (\S+)`/.exec(line) ?? [];
    const Vendor = VENDORS[kind.name as keyof typeof VENDORS];
    const own = Object.keys(kind.table).filter((name) => !(name in PROVIDER_OPTION_TABLE));
    expect(Object.keys(peerDependencies)).toContain(installed);
    expect(missing([kind.name, Vendor.name, kind.secretVariables[0]!], line)).toEqual([]);
    expect(text).toContain(`new ${Vendor.name}(`);
    expect(
      missing(
        own.filter((name) => name !== 'client'),
        text,
      ),
    ).toEqual([]);
  });

  it.each([
    ['## The vendors', PROVIDER_OPTION_TABLE],
    ['## The vendors', CHAT_OPTION_TABLE],
    ['## Replies', OUTPUT_TABLE],
    ['## Router', ROUTER_OPTION_TABLE],
    ['## Retries, deadlines, errors', ERROR_KINDS],
  ])('%s: has all there is', (heading, table) => {
    expect(missing(Object.keys(table), section(heading))).toEqual([]);
  });

  it('tells the defaults of retries and deadlines', () => {
    const { maxRetries, timeoutMs, retryOnStatusCodes } = PROVIDER_OPTION_TABLE;
    const text = section('## Retries, deadlines, errors');
    const cellOf = (name: string) =>
      new RegExp(`^\\| \`${name}\` +\\|([^|]+)\\|`, 'm').exec(text)?.[1]!.replaceAll(' ', '');
    expect(cellOf('maxRetries')).toBe(String(maxRetries.fallback));
    expect(cellOf('timeoutMs')).toBe(String(timeoutMs.fallback));
    expect(cellOf('retryOnStatusCodes')).toBe(retryOnStatusCodes.fallback!.join(','));
  });
});

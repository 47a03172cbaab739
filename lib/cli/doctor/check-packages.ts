import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fail, type Finding, ok, warn } from './finding.js';
import { fitsRange } from './fits-range.js';

/** What a peer adds. Of the others, the SDKs of providers, only those that are there are told. */
const USES: Readonly<Record<string, string>> = {
  'gpt-tokenizer': 'to count tokens',
  '@nestjs/platform-fastify': 'for kaizen serve, or @nestjs/platform-express',
  '@nestjs/platform-express': 'for kaizen serve, or @nestjs/platform-fastify',
  '@nestjs/terminus': 'for health checks of an app',
  '@nestjs/throttler': 'for kaizen serve --rate-limit',
  '@nestjs/swagger': 'for the page /docs of the server',
  '@keyv/redis': 'to share caches and stored prompts in Redis',
  'prom-client': 'for figures for Prometheus',
  '@opentelemetry/api': 'for figures and traces of OpenTelemetry',
  helmet: 'for kaizen serve --helmet',
};

/** What package.json says of peers. */
interface Manifest {
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, unknown>>;
}

const { resolve } = createRequire(import.meta.url);

/**
 * Which peers there are, and whether their versions are right. Of those that are optional, one that is
 * absent is no fault.
 */
export function checkPackages(): Finding[] {
  const manifest = readFileSync(resolve('nestjs-kaizen/package.json'), 'utf8');
  const { peerDependencies, peerDependenciesMeta } = JSON.parse(manifest) as Manifest;
  const isNeeded = ([name]: readonly [string, string]) =>
    !Object.hasOwn(peerDependenciesMeta, name);
  const peers = Object.entries(peerDependencies);
  const inOrder = [...peers.filter(isNeeded), ...peers.filter((peer) => !isNeeded(peer))];
  return inOrder.flatMap(([name, range]) => check(name, range, isNeeded([name, range])));
}

function check(name: string, range: string, isNeeded: boolean): Finding[] {
  const version = versionOf(name);
  const install = `npm install ${name}`;
  if (version === undefined) {
    if (isNeeded) return [fail(name, 'not installed', `Run: ${install}`)];
    const use = USES[name];
    return use ? [warn(name, 'not installed, optional', `Run, ${use}: ${install}`)] : [];
  }
  if (fitsRange(version, range)) return [ok(name, version)];
  return [fail(name, `${version}, where ${range} is right`, `Run: npm install "${name}@${range}"`)];
}

/** The file is looked for and not asked for: many packages do not export theirs. */
function versionOf(name: string): string | undefined {
  for (const folder of resolve.paths(name) ?? []) {
    try {
      const text = readFileSync(path.join(folder, name, 'package.json'), 'utf8');
      return (JSON.parse(text) as { version: string }).version;
    } catch {
      // It is not in this one.
    }
  }
  return undefined;
}

/**
 * Makes the package.json of this folder that of the server's image: what the package needs, the peers
 * that every app brings, and the optional ones that the server uses, at the versions of the lockfile.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const SERVER_PEERS = [
  '@keyv/redis',
  '@nestjs/platform-fastify',
  '@nestjs/swagger',
  '@nestjs/throttler',
  'gpt-tokenizer',
  'helmet',
  'prom-client',
];

const { devDependencies, peerDependencies, peerDependenciesMeta, ...manifest } = JSON.parse(
  readFileSync('package.json', 'utf8'),
);
const required = Object.keys(peerDependencies).filter(
  (name) => !peerDependenciesMeta[name]?.optional,
);
for (const name of [...required, ...SERVER_PEERS]) {
  // The range that the lockfile was made for.
  manifest.dependencies[name] = devDependencies[name];
}
writeFileSync('package.json', `${JSON.stringify(manifest, null, 2)}\n`);

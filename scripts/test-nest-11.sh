#!/usr/bin/env bash
# Runs the tests that touch Nest with Nest 11, in a copy of the project that is removed afterwards:
# `npm run test:nest-11 [-- PATH...]`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# What the server does behind its routes is the same with every Nest.
[ "$#" -gt 0 ] ||
  set -- test/unit/nest test/e2e test/faults/clients test/providers/module \
    --testPathIgnorePatterns test/e2e/cli 'test/e2e/server/(batch|outages|process|replicas)'
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git ls-files -z --cached --others --exclude-standard |
  tar --null --ignore-failed-read -cf - -T - 2>/dev/null | tar -xf - -C "$copy"
cd "$copy"

# Only what Nest 11 needs differs. The lockfile is left out, since it says Nest 12.
node --input-type=module <<'JS'
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const NEST_11 = { axios: '^4.0.0', common: '^11.0.0', core: '^11.0.0', microservices: '^11.0.0',
  'platform-express': '^11.0.0', 'platform-fastify': '^11.0.0', terminus: '^11.0.0', testing: '^11.0.0' };
for (const [name, range] of Object.entries(NEST_11)) {
  manifest.devDependencies[`@nestjs/${name}`] = range;
}
// They build and document the package, and know Nest 12 alone.
for (const name of ['@nestjs/cli', '@nestjs/swagger']) delete manifest.devDependencies[name];
writeFileSync('package.json', JSON.stringify(manifest, null, 2));
rmSync('package-lock.json');
JS
# What is installed already is linked, not fetched again: npm never writes into a file of a package.
if cp -al "$OLDPWD/node_modules" . 2>/dev/null; then
  rm -rf node_modules/.package-lock.json node_modules/@nestjs
else
  rm -rf node_modules
fi
npm install --no-audit --no-fund --silent
node -p '`Nest ${require("@nestjs/core/package.json").version}`'
npm test -- "$@"

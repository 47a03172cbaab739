import * as common from '@nestjs/common';
import * as core from '@nestjs/core';

// What `resolver.cjs` hands to CommonJS packages that require Nest. Import this first.
Object.assign(globalThis, {
  [Symbol.for('test.bridged-nest')]: { '@nestjs/common': common, '@nestjs/core': core },
});

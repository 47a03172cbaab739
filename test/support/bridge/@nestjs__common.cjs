'use strict';
// Filled by `bridge-nest.ts`, which a spec must import before what requires Nest.
module.exports = globalThis[Symbol.for('test.bridged-nest')]['@nestjs/common'];

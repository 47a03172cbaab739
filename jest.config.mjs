/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // Coverage counts the files of `lib` that no test loads only if they lie in a root.
  roots: ['<rootDir>/lib', '<rootDir>/test', '<rootDir>/sample'],
  testMatch: ['**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  resolver: '<rootDir>/test/support/resolver.cjs',
  setupFiles: ['<rootDir>/test/support/setup.mjs'],
  setupFilesAfterEnv: ['<rootDir>/test/support/search-output.ts'],
  // The command is tested as the program that it is, in processes whose coverage is not seen from here.
  collectCoverageFrom: ['lib/**/*.ts', '!lib/cli/**'],
  coverageProvider: 'v8',
  coverageReporters: ['text-summary', 'lcov'],
  coverageThreshold: { global: { lines: 95, branches: 90 } },
  maxWorkers: 2,
  // Modules of finished suites stay in a worker's memory, the vendors' SDKs among them.
  workerIdleMemoryLimit: '1GB',
  // Property tests are slow on a busy machine; a hang still ends.
  testTimeout: 60_000,
};

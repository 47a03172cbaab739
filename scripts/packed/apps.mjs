/** The apps that `check-packed.mjs` installs the tarball into. All compile the same `app.ts`. */

const COMPILER_OPTIONS = {
  target: 'es2022',
  lib: ['es2023'],
  types: ['node'],
  strict: true,
  // The package's declarations are under test too, down to the last one.
  skipLibCheck: false,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  esModuleInterop: true,
  outDir: 'dist',
  rootDir: 'src',
};

const nest = (version) => ({
  '@nestjs/common': version,
  '@nestjs/core': version,
  '@nestjs/platform-express': version,
});

/**
 * @typedef {object} ConsumerApp
 * @property {string} name
 * @property {'module' | 'commonjs'} type
 * @property {Record<string, unknown>} compilerOptions
 * @property {Record<string, string>} dependencies besides the tarball.
 * @property {Record<string, string>} [devDependencies] with a `typescript` of its own, or the project's is used.
 * @property {string[]} [alsoCompilesWith] other options that README.md names.
 * @property {boolean} [hasJest] whether its tests run, with the settings of README.md.
 */

/** @type {ConsumerApp[]} */
export const NEST_APPS = [
  {
    name: 'nest-12-esm',
    type: 'module',
    compilerOptions: { ...COMPILER_OPTIONS, module: 'nodenext' },
    dependencies: { ...nest('^12.0.0'), '@nestjs/terminus': '^12.0.0', '@nestjs/axios': '^12.0.0' },
  },
  {
    name: 'nest-11-commonjs',
    type: 'commonjs',
    // As `nest new` of Nest 11 has it.
    compilerOptions: { ...COMPILER_OPTIONS, module: 'nodenext', isolatedModules: true },
    dependencies: { ...nest('^11.0.0'), '@nestjs/terminus': '^11.0.0', '@nestjs/axios': '^4.0.0' },
    devDependencies: {
      '@nestjs/testing': '^11.0.0',
      '@swc/core': '^1.0.0',
      '@swc/jest': '^0.2.0',
      '@types/jest': '^30.0.0',
      jest: '^30.0.0',
      'ts-jest': '^29.0.0',
      typescript: '^5.9.0',
    },
    hasJest: true,
  },
  {
    name: 'lowest-peers-commonjs',
    type: 'commonjs',
    compilerOptions: { ...COMPILER_OPTIONS, module: 'node20' },
    alsoCompilesWith: ['--module', 'commonjs', '--moduleResolution', 'bundler'],
    dependencies: {
      ...nest('11.0.0'),
      '@nestjs/axios': '4.0.0',
      '@nestjs/terminus': '11.0.0',
      axios: '1.15.0',
      'class-transformer': '0.5.1',
      'class-validator': '0.14.0',
      'reflect-metadata': '0.1.13',
      rxjs: '7.8.1',
    },
  },
];

/**
 * An app with nothing but the package: npm brings the required peers and leaves out the optional.
 *
 * @type {ConsumerApp}
 */
export const BARE_APP = {
  name: 'bare',
  type: 'module',
  compilerOptions: { ...COMPILER_OPTIONS, module: 'nodenext' },
  dependencies: {},
};

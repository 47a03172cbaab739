/**
 * This package's version. It is not read from `package.json`, which a bundled app does not have; a test
 * sees to it that they are the same.
 */
export const PACKAGE_VERSION = '0.1.0';

import { PACKAGE_VERSION } from '../../transport/http/package-version.js';
import { fail, type Finding, ok } from './finding.js';

/** The releases of Node that run this package, as `engines` in package.json has them: least minor by major. */
const LEAST_MINOR: Readonly<Record<number, number>> = { 20: 19, 22: 12 };

/** The version of Node, and of this package. */
export function checkNode(version = process.versions.node): Finding[] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isRight = major >= 24 || minor >= (LEAST_MINOR[major] ?? Number.POSITIVE_INFINITY);
  const found = `${version} on ${process.platform} ${process.arch}`;
  return [
    ok('nestjs-kaizen', PACKAGE_VERSION),
    isRight
      ? ok('Node', found)
      : fail('Node', found, 'Install Node 20.19, 22.12, 24 or a newer one of these.'),
  ];
}

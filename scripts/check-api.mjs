// Compares what the package exports, types and all, with the reports in `etc/api`: `npm run check:api`.
// With `--update` it writes them, for a change that is meant. Needs a build.
import extractor from '@microsoft/api-extractor';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';

const { Extractor, ExtractorConfig } = extractor;
const root = path.resolve(import.meta.dirname, '..');
const update = process.argv.includes('--update');
const REPORTS = path.join(root, 'etc/api');
const FRESH = path.join(root, '.cache/api');

const SILENT = { default: { logLevel: 'none' } };
const COMPILER = {
  module: 'nodenext',
  target: 'es2022',
  lib: ['es2023'],
  types: ['node'],
  experimentalDecorators: true,
  skipLibCheck: true,
};

async function entryPoints() {
  const { exports } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  return Object.values(exports).flatMap(({ types }) => (types ? [path.join(root, types)] : []));
}

function extract(entryPoint) {
  const name = path.basename(entryPoint, '.d.ts');
  const configObject = {
    projectFolder: root,
    mainEntryPointFilePath: entryPoint,
    compiler: { overrideTsconfig: { compilerOptions: COMPILER } },
    apiReport: {
      enabled: true,
      reportFileName: `${name}.api.md`,
      reportFolder: REPORTS,
      reportTempFolder: FRESH,
    },
    docModel: { enabled: false },
    dtsRollup: { enabled: false },
    tsdocMetadata: { enabled: false },
    messages: { extractorMessageReporting: SILENT, tsdocMessageReporting: SILENT },
  };
  const config = ExtractorConfig.prepare({
    configObject,
    configObjectFullPath: undefined,
    packageJsonFullPath: path.join(root, 'package.json'),
  });
  const hush = (message) =>
    void (message.logLevel = message.logLevel === 'error' ? 'error' : 'none');
  const result = Extractor.invoke(config, { localBuild: update, messageCallback: hush });
  return { name, isSame: !result.apiReportChanged, hasErrors: result.errorCount > 0 };
}

await Promise.all([REPORTS, FRESH].map((folder) => mkdir(folder, { recursive: true })));
for (const entryPoint of await entryPoints()) {
  const { name, isSame, hasErrors } = extract(entryPoint);
  if (!hasErrors && (isSame || update)) {
    console.log(`ok - ${name}${isSame ? '' : ' (written)'}`);
    continue;
  }
  const fix = `diff etc/api/${name}.api.md .cache/api/${name}.api.md; npm run api:update where the change is meant`;
  console.error(`not ok - ${name}: its exports differ from the report. ${fix}`);
  process.exitCode = 1;
}

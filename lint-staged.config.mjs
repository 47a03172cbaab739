/** Types hang together, so all of them are checked; what is known from the last time is kept. */
const TYPES = 'tsc -p tsconfig.json --incremental --tsBuildInfoFile .cache/types.tsbuildinfo';

/** What runs on the staged files before a commit. */
export default {
  '*': ['secretlint --maskSecrets', 'prettier --write --ignore-unknown'],
  '*.{ts,mts,mjs,cjs}': 'eslint --max-warnings=0 --no-warn-ignored',
  '*.{ts,mts}': () => TYPES,
};

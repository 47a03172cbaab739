/** What runs on the staged files before a commit. Types hang together, so all of them are checked. */
export default {
  '*': ['secretlint --maskSecrets', 'prettier --write --ignore-unknown'],
  '*.{ts,mts,mjs,cjs}': 'eslint --max-warnings=0 --no-warn-ignored',
  '*.{ts,mts}': () => 'tsc -p tsconfig.json',
};

/** Commit messages follow Conventional Commits: `feat(server): refuse bodies of unknown routes`. */
export default {
  extends: ['@commitlint/config-conventional'],
  rules: {
    'body-max-line-length': [1, 'always', 100],
    'footer-max-line-length': [1, 'always', 100],
  },
};

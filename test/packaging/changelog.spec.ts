import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { closeChangelog } from '../../scripts/release/changelog.mjs';

const CHANGELOG = readFileSync(path.resolve(import.meta.dirname, '../../CHANGELOG.md'), 'utf8');

describe('the changelog', () => {
  it('has only the headings of Keep a Changelog', () => {
    expect(CHANGELOG).toMatch(/^# Changelog\n\n## Unreleased\n/);
    expect(() => closeChangelog(CHANGELOG, '9.9.9', '2030-01-02')).not.toThrow();
  });

  it('is closed for a release with what waited in it and in .changeset', () => {
    const written = [
      '# Changelog\n',
      '## 0.2.0\n',
      '### Major Changes\n',
      '- abc: `decode` is strict\n  by default\n',
      '### Patch Changes\n',
      '- def: a leak\n',
      '## Unreleased\n',
      '### Added\n\n- A command\n',
      '### Fixed\n\n- A crash\n',
      '## 0.1.0 - 2026-01-01\n',
      '### Added\n\n- Everything\n',
    ].join('\n');
    expect(closeChangelog(written, '0.2.0', '2026-02-03')).toBe(
      [
        '# Changelog\n',
        '## Unreleased\n',
        '## 0.2.0 - 2026-02-03\n',
        '### Added\n\n- A command\n',
        '### Changed\n\n- **Breaking:** abc: `decode` is strict\n  by default\n',
        '### Fixed\n\n- def: a leak\n- A crash\n',
        '## 0.1.0 - 2026-01-01\n',
        '### Added\n\n- Everything\n',
      ].join('\n'),
    );
  });

  it('keeps every line of what it closes', () => {
    const closed = closeChangelog(CHANGELOG, '9.9.9', '2030-01-02').split('\n');
    const lost = CHANGELOG.split('\n').filter((line) => !closed.includes(line));
    expect(lost).toEqual([]);
  });

  it('refuses a heading that it does not know', () => {
    const text = '# Changelog\n\n## Unreleased\n\n### Improved\n\n- Speed\n';
    expect(() => closeChangelog(text, '1.0.0', '2026-02-03')).toThrow(/"Improved"/);
  });
});

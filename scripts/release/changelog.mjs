/** Under which heading of Keep a Changelog the sections that Changesets writes belong. */
const HEADINGS = new Map([
  ['Major Changes', 'Changed'],
  ['Minor Changes', 'Added'],
  ['Patch Changes', 'Fixed'],
]);

/** Keep a Changelog's order. */
const ORDER = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];

/**
 * Closes the changelog for a release: what stood under "Unreleased", and what Changesets wrote under the
 * bare version, stand under the version and its date; "Unreleased" is empty again.
 *
 * @param {string} text The changelog.
 * @param {string} version
 * @param {string} date As YYYY-MM-DD.
 * @returns {string}
 */
export function closeChangelog(text, version, date) {
  const [title, ...sections] = text.split(/^(?=## )/m);
  const isOpen = (section) => [`## ${version}`, '## Unreleased'].includes(headingOf(section));
  const closed = sections.filter((section) => !isOpen(section));
  const entries = gather(sections.filter(isOpen));
  const lists = ORDER.filter((heading) => entries.has(heading)).map(
    (heading) => `### ${heading}\n\n${entries.get(heading).join('\n')}\n`,
  );
  const release = [`## ${version} - ${date}\n`, ...lists].join('\n');
  return [`${title.trimEnd()}\n`, '## Unreleased\n', release, ...closed].join('\n');
}

/** The entries of the sections by heading. A breaking change says so. */
function gather(sections) {
  const entries = new Map();
  for (const list of sections.flatMap((section) => section.split(/^(?=### )/m).slice(1))) {
    const [line, ...rest] = list.trim().split('\n');
    const given = line.slice('### '.length);
    const heading = HEADINGS.get(given) ?? given;
    if (!ORDER.includes(heading)) throw new Error(`CHANGELOG.md: "${given}" is no heading of it.`);
    const items = rest.join('\n').trim();
    const told = given === 'Major Changes' ? items.replace(/^- /gm, '- **Breaking:** ') : items;
    entries.set(heading, [...(entries.get(heading) ?? []), told]);
  }
  return entries;
}

function headingOf(section) {
  return section.slice(0, section.indexOf('\n')).trimEnd();
}

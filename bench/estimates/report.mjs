/** How far a measured figure may be from the table in lib before the table is called stale. */
const SLACK = { coefficient: 0.03, error: 0.02 };

const COLUMNS = ['vocabulary of', 'stand-in as it is', 'estimate'];

/**
 * The table of errors: nine in ten true counts lie between the two figures of a cell.
 * @param {import('./measure.mjs').Result[]} results
 */
export function markdownTable(results) {
  const kinds = Object.keys(results[0].byKind);
  const rows = results.map(({ of, plain, all, byKind }) => [
    of,
    ...[plain, all, ...kinds.map((kind) => byKind[kind])].map(spread),
  ]);
  const header = [...COLUMNS, ...kinds];
  const rule = header.map((_, index) => (index === 0 ? '---' : '---:'));
  return [header, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/**
 * Where the profiles in lib differ from what was measured now.
 * @param {import('./measure.mjs').Result[]} results
 * @param {Record<string, import('../../lib/tokens/estimate-profiles.ts').EstimateProfile>} profiles
 * @returns {string[]}
 */
export function differences(results, profiles) {
  return results.flatMap(({ profile, fitted, all }) => {
    const { error, ...told } = profiles[profile];
    const stale = [
      told.digits !== fitted.digits,
      ...['perToken', 'perLetter', 'perIdeograph'].map((name) =>
        differs(told[name], fitted[name], SLACK.coefficient),
      ),
      ...['low', 'high'].map((end) => differs(error[end], all[end], SLACK.error)),
    ];
    return stale.some(Boolean)
      ? [`${profile}: lib has ${line(told, error)}, measured ${line(fitted, all)}`]
      : [];
  });
}

function differs(a, b, slack) {
  return Math.abs(a - b) > slack;
}

function line({ perToken, digits, perLetter, perIdeograph }, { low, high }) {
  const error = [low, high].map((end) => end.toFixed(2)).join(', ');
  return `(${perToken}, '${digits}', ${perLetter}, ${perIdeograph}, [${error}])`;
}

function spread({ low, high }) {
  return `${percent(low)} … ${percent(high)}`;
}

function percent(part) {
  const whole = Math.round(100 * part);
  return `${whole < 0 ? '−' : '+'}${Math.abs(whole)} %`;
}

import { BASELINE, OURS } from '../formats.mjs';
import { amount, families, totalsByForm } from '../totals.mjs';
import { percent, whole } from './format-amounts.mjs';
import { roundTripSummary } from './round-trips.mjs';

const UNIT = 'o200k_base';

/**
 * A summary table in Markdown: o200k_base tokens by data set, totals, and what decodes back.
 * @param {import('../run.mjs').Result} result
 */
export function markdownReport(result) {
  const { forms, rows } = result;
  const lines = [
    [`${UNIT} tokens`, ...forms, `${OURS}, % of ${BASELINE}`],
    [':--', ...forms.map(() => '--:'), '--:'],
    ...rows.map((row) => dataSetLine(row, forms)),
    bold(totalLine(rows, forms)),
    ...families(rows).map(([family, members]) => shareLine(`${family}, %`, members, forms)),
    bold(shareLine('all, %', rows, forms)),
    ...verdictLines(result),
  ];
  const table = lines.map((cells) => `| ${cells.join(' | ')} |`);
  return [...table, '', ...failureLines(result)].join('\n');
}

function dataSetLine(row, forms) {
  const share = percent(amount(row, OURS, UNIT), amount(row, BASELINE, UNIT));
  return [row.name, ...forms.map((form) => whole(amount(row, form, UNIT))), share];
}

function totalLine(rows, forms) {
  const totals = totalsByForm(rows, UNIT);
  const cells = forms.map((form) => whole(totals[form]));
  return ['all data sets', ...cells, percent(totals[OURS], totals[BASELINE])];
}

function shareLine(title, rows, forms) {
  const totals = totalsByForm(rows, UNIT);
  return [title, ...forms.map((form) => percent(totals[form], totals[BASELINE])), ''];
}

function verdictLines(result) {
  const summary = roundTripSummary(result);
  return [
    ['data sets decoded equal', ...summary.map(({ sets }) => sets), ''],
    ['edge values decoded equal', ...summary.map(({ edges }) => edges), ''],
    bold(['lossless', ...summary.map(({ lossless }) => (lossless ? 'yes' : 'no')), '']),
  ];
}

/** What a form does not give back, one item a form. */
function failureLines(result) {
  return roundTripSummary(result)
    .filter(({ failures }) => failures.length > 0)
    .map(
      ({ form, failures }) =>
        `- ${form} does not give back: ${failures.map((failure) => `\`${failure}\``).join(', ')}`,
    );
}

function bold(cells) {
  return cells.map((cell) => (cell === '' ? '' : `**${cell}**`));
}

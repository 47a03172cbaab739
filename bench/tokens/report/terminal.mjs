import { BASELINE, OURS } from '../formats.mjs';
import { units } from '../measure.mjs';
import { SAME } from '../round-trip.mjs';
import { amount, families, totalsByForm } from '../totals.mjs';
import { align } from './align.mjs';
import { percent, whole } from './format-amounts.mjs';
import { roundTripSummary } from './round-trips.mjs';

/**
 * The full report as fixed-width text.
 * @param {import('../run.mjs').Result} result
 */
export function terminalReport(result) {
  return [
    ...Object.keys(units).map((unit) => unitTable(result, unit)),
    roundTripTable(result),
    failureList(result),
  ].join('\n\n');
}

function unitTable({ forms, rows }, unit) {
  const header = [unit === 'bytes' ? 'UTF-8 bytes' : `${unit} tokens`, ...forms, `${OURS} %`];
  const body = families(rows).flatMap(([family, members]) => [
    ...members.map((row) => dataSetLine(row, forms, unit)),
    ...totalLines(family, members, forms, unit),
    [],
  ]);
  const legend = `(% = of ${BASELINE}; * = does not decode to an equal value; – = cannot be written)`;
  return `${align([header, [], ...body, ...totalLines('all data sets', rows, forms, unit)])}\n${legend}`;
}

function dataSetLine(row, forms, unit) {
  const cells = forms.map((form) => {
    const mark = row.cells[form].verdict === SAME ? ' ' : '*';
    return whole(amount(row, form, unit)) + mark;
  });
  return [`  ${row.name}`, ...cells, percent(amount(row, OURS, unit), amount(row, BASELINE, unit))];
}

function totalLines(title, rows, forms, unit) {
  const totals = totalsByForm(rows, unit);
  const share = (form) => percent(totals[form], totals[BASELINE]);
  return [
    [title, ...forms.map((form) => `${whole(totals[form])} `), share(OURS)],
    ['  %', ...forms.map((form) => `${share(form)} `), ''],
  ];
}

function roundTripTable(result) {
  const lines = roundTripSummary(result).map(({ form, sets, edges, lossless }) => [
    form,
    sets,
    edges,
    lossless ? 'yes' : 'no',
  ]);
  return align([['round trips', 'data sets', 'edge values', 'lossless'], [], ...lines]);
}

function failureList(result) {
  return roundTripSummary(result)
    .filter(({ failures }) => failures.length > 0)
    .map(({ form, failures }) => [`${form} fails:`, ...failures].join('\n  '))
    .join('\n');
}

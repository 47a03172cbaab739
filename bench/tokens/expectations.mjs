import { BASELINE, OURS } from './formats.mjs';
import { SAME } from './round-trip.mjs';
import { amount, totalsByForm } from './totals.mjs';

/** What KTOF may cost at most in total, as a share of compact JSON. */
const MAX_SHARE = 0.75;

/** The vocabulary the expectations are held in. */
const UNIT = 'o200k_base';

/**
 * What the benchmark must show, each with whether it did.
 * @param {import('./measure.mjs').Row[]} rows
 * @param {string[]} lossless the forms that lose nothing
 * @returns {{ text: string, met: boolean }[]}
 */
export function checkExpectations(rows, lossless) {
  return [isLossless(lossless), savesEnough(rows), neverAbove(rows), belowOthers(rows)];
}

function isLossless(lossless) {
  return { text: `${OURS} is lossless`, met: lossless.includes(OURS) };
}

function savesEnough(rows) {
  const totals = totalsByForm(rows, UNIT);
  const share = totals[OURS] / totals[BASELINE];
  const least = Math.round(100 - 100 * MAX_SHARE);
  const saved = (100 - 100 * share).toFixed(1);
  return {
    text: `${OURS} is at least ${least} % below ${BASELINE} in total: ${saved} % below`,
    met: share <= MAX_SHARE,
  };
}

function neverAbove(rows) {
  const above = rows
    .filter((row) => !(amount(row, OURS, UNIT) <= amount(row, BASELINE, UNIT)))
    .map(({ name }) => name);
  return {
    text: `${OURS} is never above ${BASELINE}: ${above.join('; ') || 'on none of the data sets'}`,
    met: above.length === 0,
  };
}

/** Held against every form that gave back all data sets, which is more than the lossless ones. */
function belowOthers(rows) {
  const totals = totalsByForm(rows, UNIT);
  const rivals = Object.keys(totals)
    .filter((form) => form !== OURS)
    .filter((form) => rows.every(({ cells }) => cells[form].verdict === SAME));
  const notAbove = rivals.filter((form) => !(totals[OURS] < totals[form]));
  return {
    text: `${OURS} is below every other form that gives back all data sets: ${
      notAbove.length === 0 ? rivals.join(', ') : `not below ${notAbove.join(', ')}`
    }`,
    met: notAbove.length === 0,
  };
}

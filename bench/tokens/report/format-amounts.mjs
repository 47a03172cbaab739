/** A whole amount with thousands separators, `–` when there is none. */
export function whole(amount) {
  return Number.isNaN(amount) ? '–' : amount.toLocaleString('en-US');
}

/** A share of the baseline in percent with one decimal, `–` when there is none. */
export function percent(amount, baseline) {
  return Number.isNaN(amount) ? '–' : ((100 * amount) / baseline).toFixed(1);
}

/**
 * Adds up one unit over rows, form by form.
 * @param {import('./measure.mjs').Row[]} rows
 * @param {string} unit
 * @returns {Record<string, number>} `NaN` for a form that could not write one of the rows
 */
export function totalsByForm(rows, unit) {
  const forms = Object.keys(rows[0].cells);
  return Object.fromEntries(
    forms.map((form) => [form, rows.reduce((sum, row) => sum + amount(row, form, unit), 0)]),
  );
}

/**
 * One row's amount in one form.
 * @param {import('./measure.mjs').Row} row
 * @param {string} form
 * @param {string} unit
 * @returns {number} `NaN` when the form could not write the row
 */
export function amount(row, form, unit) {
  return row.cells[form].sizes?.[unit] ?? NaN;
}

/**
 * The rows of each family, in the order they come.
 * @param {import('./measure.mjs').Row[]} rows
 * @returns {[string, import('./measure.mjs').Row[]][]}
 */
export function families(rows) {
  const names = [...new Set(rows.map(({ family }) => family))];
  return names.map((name) => [name, rows.filter(({ family }) => family === name)]);
}

import { SAME } from '../round-trip.mjs';

/**
 * How each form did on reading back.
 * @param {import('../run.mjs').Result} result
 * @returns {{ form: string, sets: string, edges: string, lossless: boolean, failures: string[] }[]}
 */
export function roundTripSummary({ forms, rows, edges, lossless }) {
  return forms.map((form) => {
    const failedSets = failures(rows.map(({ name, cells }) => [name, cells[form].verdict]));
    const failedEdges = failures(edges.map(({ name, verdicts }) => [name, verdicts[form]]));
    return {
      form,
      sets: passed(rows, failedSets),
      edges: passed(edges, failedEdges),
      lossless: lossless.includes(form),
      failures: [...failedSets, ...failedEdges],
    };
  });
}

function failures(verdicts) {
  return verdicts
    .filter(([, verdict]) => verdict !== SAME)
    .map(([name, verdict]) => `${name}: ${verdict}`);
}

function passed(all, failed) {
  return `${all.length - failed.length} of ${all.length}`;
}

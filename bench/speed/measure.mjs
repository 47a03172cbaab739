/** Measures functions side by side: each round runs all of them, so that a slow moment hits all. */

const median = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];

/**
 * @param {Record<string, () => unknown>} functions
 * @returns {Record<string, number>} The median milliseconds of each.
 */
export function medians(functions, { rounds = 15, warmUp = 3 } = {}) {
  const times = Object.fromEntries(Object.keys(functions).map((name) => [name, []]));
  for (let round = -warmUp; round < rounds; round++) {
    for (const [name, run] of Object.entries(functions)) {
      const started = performance.now();
      run();
      if (round >= 0) times[name].push(performance.now() - started);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]));
}

/** The median milliseconds of a call that gives a promise. */
export async function medianOf(call, { rounds = 41, warmUp = 20 } = {}) {
  const times = [];
  for (let round = -warmUp; round < rounds; round++) {
    const started = performance.now();
    await call();
    if (round >= 0) times.push(performance.now() - started);
  }
  return median(times);
}

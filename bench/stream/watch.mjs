/** Watches time and resident memory from now on. Needs `--expose-gc`. */
export function watch() {
  for (let turn = 0; turn < 3; turn++) globalThis.gc();
  const baseline = process.memoryUsage.rss();
  const started = performance.now();
  let peak = baseline;
  const look = () => (peak = Math.max(peak, process.memoryUsage.rss()));
  return {
    look,
    /** @param bytes Of the text that was read or written. */
    result(bytes) {
      const seconds = (performance.now() - started) / 1000;
      look();
      return { megabytes: bytes / 1e6, seconds, residentMb: (peak - baseline) / 1e6 };
    },
  };
}

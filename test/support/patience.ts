/**
 * The most CPU time that hostile input may take, in milliseconds: longer by a wide margin than any does,
 * also with coverage counted. What is not linear in its size takes minutes.
 */
export const PATIENCE_MS = 10_000;

/** The CPU time that a call takes in this process, in milliseconds: other processes do not count. */
export async function cpuMs(call: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

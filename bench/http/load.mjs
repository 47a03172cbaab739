/** Keeps calls in flight and tells what they cost this process. */

const IN_FLIGHT = 50;

/**
 * @param {() => Promise<unknown>} call
 * @returns The CPU time that the process took, in microseconds, and how many calls that was for.
 */
export async function load(call, seconds) {
  const end = performance.now() + seconds * 1000;
  const cpuBefore = process.cpuUsage();
  let calls = 0;
  const caller = async () => {
    while (performance.now() < end) {
      await call();
      calls++;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, caller));
  const { user, system } = process.cpuUsage(cpuBefore);
  return { cpuUs: user + system, calls };
}

/** How often it is looked whether the parent is still there, in milliseconds. */
const LOOK_EVERY_MS = 250;

/**
 * Calls back when the process that started this one has ended, below npx only: on SIGTERM npx ends the
 * shell between them, which passes nothing on, and a server would go on unseen.
 */
export function onceOrphaned(callback: () => void): void {
  if (process.env['npm_command'] !== 'exec') return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, LOOK_EVERY_MS);
  timer.unref();
}

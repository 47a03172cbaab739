import { once } from 'node:events';

/** Writes to standard output, and waits while that is full. */
export async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

/** Writes one value as JSON in a line to standard output. */
export function printJson(value: unknown): Promise<void> {
  return print(`${JSON.stringify(value)}\n`);
}

/** Writes a line for people to standard error. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/**
 * Ends the process without a word once nobody reads what it writes, as in `kaizen encode | head`: that is
 * no fault. That nobody reads what it tells beside ends nothing.
 */
export function endOnBrokenPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(process.exitCode ?? 0);
  });
  process.stderr.on('error', () => undefined);
}

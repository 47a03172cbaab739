import { afterAll } from '@jest/globals';
import { canariesIn } from '../faults/support/canaries.js';

/**
 * Nothing that a suite has planted as a secret or in a prompt may come out of it: neither by the log, nor by
 * the console, nor by anything else that is written to the streams of the process. What is written there
 * past the console, such as the lines of Nest's logger, goes no further.
 */
const seen = new Set<string>();

function look(...written: readonly unknown[]): void {
  const texts = written.map((one) =>
    one instanceof Uint8Array ? Buffer.from(one).toString() : one,
  );
  for (const canary of canariesIn(...texts)) seen.add(canary);
}

const restore = [process.stdout, process.stderr].map((stream) => {
  const own = Object.getOwnPropertyDescriptor(stream, 'write');
  stream.write = (chunk: string | Uint8Array) => {
    look(chunk);
    return true;
  };
  return () =>
    own ? Object.defineProperty(stream, 'write', own) : Reflect.deleteProperty(stream, 'write');
});

for (const name of ['debug', 'error', 'info', 'log', 'warn'] as const) {
  const write = console[name].bind(console);
  console[name] = (...told: unknown[]) => {
    look(...told);
    write(...told);
  };
}

afterAll(() => {
  for (const undo of restore) undo();
  if (seen.size === 0) return;
  throw new Error(`The output of this suite shows ${[...seen].join(', ')}.`);
});

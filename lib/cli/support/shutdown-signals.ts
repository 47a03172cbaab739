import { constants } from 'node:os';
import { onceOrphaned } from './once-orphaned.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Ctrl-C below npm comes twice: from the terminal, and a moment later from npm itself. */
const SAME_WITHIN_MS = 300;

/**
 * The signals that ask the process to end: the first one to finish what is under way, the next one to end
 * at once. The end of npx, which started it, counts as one.
 *
 * @example
 * ```ts
 * const signals = new ShutdownSignals();
 * await signals.first;
 * await server.close();
 * ```
 */
export class ShutdownSignals {
  /** Resolves to the first one. */
  readonly first: Promise<NodeJS.Signals>;
  private cameAt?: number;
  private onEach?: (signal: NodeJS.Signals) => void;

  constructor() {
    this.first = new Promise((resolve) => {
      const onSignal = (signal: NodeJS.Signals) => this.onSignal(signal, resolve);
      this.onEach = onSignal;
      for (const signal of SIGNALS) process.on(signal, onSignal);
      onceOrphaned(() => onSignal('SIGTERM'));
    });
  }

  /** Leaves signals to Node again, which ends the process. */
  forget(): void {
    for (const signal of SIGNALS) process.off(signal, this.onEach!);
  }

  private onSignal(signal: NodeJS.Signals, resolve: (signal: NodeJS.Signals) => void): void {
    this.cameAt ??= performance.now();
    resolve(signal);
    const isAgain = performance.now() - this.cameAt > SAME_WITHIN_MS;
    // As a shell tells of a process that a signal ended.
    if (isAgain) process.exit(128 + constants.signals[signal]);
  }
}

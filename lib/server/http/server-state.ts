import { Injectable, type OnModuleDestroy } from '@nestjs/common';

/** Whether the server takes requests still. */
@Injectable()
export class ServerState implements OnModuleDestroy {
  readonly #beganAt = performance.now();
  #isDraining = false;

  /** Whether it is about to end: readiness is denied, and connections end with their next answer. */
  get isDraining(): boolean {
    return this.#isDraining;
  }

  /** How long it has run, in whole seconds. */
  get uptimeSeconds(): number {
    return Math.floor((performance.now() - this.#beganAt) / 1000);
  }

  /** From now on the server is about to end. */
  drain(): void {
    this.#isDraining = true;
  }

  /** Nest calls it as the first thing when an app is closed. */
  onModuleDestroy(): void {
    this.drain();
  }
}

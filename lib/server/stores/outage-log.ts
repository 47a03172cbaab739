import { Logger } from '@nestjs/common';

/** A store that fails now and then within this time is in one outage, in milliseconds. */
const CALM_MS = 1000;

/** Logs the outages of a store: a line when one begins and a line when it is over, whoever asks meanwhile. */
export class OutageLog {
  private readonly logger = new Logger('KaizenServer');
  private isOut = false;
  private failedAt = 0;

  /** @param store Its name, as the beginning of a sentence: `The store of prompts`. */
  constructor(private readonly store: string) {}

  /** It has failed. @param reason A word or a few, without anything from the store. */
  failed(reason: string): void {
    this.failedAt = performance.now();
    if (this.isOut) return;
    this.isOut = true;
    this.logger.error(
      `store_unavailable: ${this.store} fails (${reason}). Who needs it gets 503 until it answers again.`,
    );
  }

  /** It has done what it was asked for at that time, by `performance.now()`. */
  succeeded(askedAt: number): void {
    if (!this.isOut || askedAt - this.failedAt < CALM_MS) return;
    this.isOut = false;
    this.logger.log(`${this.store} answers again.`);
  }
}

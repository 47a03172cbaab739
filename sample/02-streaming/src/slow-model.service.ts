import { Injectable } from '@nestjs/common';
import { KaizenService } from 'nestjs-kaizen';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadCars } from './cars.js';

/** Stands for a model that replies in KTOF, a few characters at a time. */
@Injectable()
export class SlowModel {
  /** How long it thinks about each few characters. */
  pauseMs = 12;

  constructor(private readonly kaizen: KaizenService) {}

  async *reply(): AsyncGenerator<string> {
    const cars = loadCars().slice(0, 12);
    const answer = { question: 'Which cars are the oldest?', cars, complete: true };
    const { result } = await this.kaizen.promptsEncode({ prompt: answer });
    for (let from = 0, length = 1; from < result.length; from += length, length = 3 + (from % 7)) {
      await sleep(this.pauseMs);
      yield result.slice(from, from + length);
    }
  }
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { KaizenService, KaizenStreamError } from 'nestjs-kaizen';
import { AppModule } from './src/app.module.js';
import { Archive } from './src/archive.service.js';
import { showArchive } from './src/show-archive.js';
import { showReply } from './src/show-reply.js';
import { SlowModel } from './src/slow-model.service.js';
import { Terminal } from './src/terminal.js';

let app: INestApplication;
let url: string;

beforeAll(async () => {
  app = await NestFactory.create(AppModule, { logger: false });
  app.get(SlowModel).pauseMs = 1;
  await app.listen(0, '127.0.0.1');
  url = `${await app.getUrl()}/replies`;
});
afterAll(() => app.close());

/** Notes what is written to it, and when. */
class Screen {
  readonly writes: { text: string; at: number }[] = [];

  constructor(readonly isTTY: boolean) {}

  write(text: string): void {
    this.writes.push({ text, at: performance.now() });
  }

  get text(): string {
    return this.writes.map(({ text }) => text).join('');
  }
}

describe('a reply', () => {
  it('is shown row by row while it is still arriving', async () => {
    const screen = new Screen(false);
    await showReply(app.get(KaizenService), url, new Terminal(screen));
    const lines = screen.text.trimEnd().split('\n');
    expect(lines).toHaveLength(15);
    expect(lines[0]).toMatch(/^\d\.\d s {2}question: "Which cars are the oldest\?"$/);
    expect(lines[1]).toMatch(/^\d\.\d s {2}chevrolet chevelle malibu +130 hp {2}1970$/);
    expect(lines.at(-1)).toMatch(/end of the reply: \d\d % saved$/);
    const times = screen.writes.map(({ at }) => at);
    expect(times.at(-1)! - times[1]!).toBeGreaterThan(50);
  });

  it('is typed out below in a terminal, and nowhere else', async () => {
    const screen = new Screen(true);
    await showReply(app.get(KaizenService), url, new Terminal(screen));
    expect(screen.text).toContain('chevrolet che');
    expect(screen.text.match(/▌/g)?.length).toBeGreaterThan(50);
  });

  it('that breaks off is an error behind the rows that came', async () => {
    const body = app.get(SlowModel).reply();
    async function* broken(): AsyncGenerator<string> {
      for (let chunk = 0; chunk < 100; chunk++) yield (await body.next()).value as string;
      throw new Error('connection lost');
    }
    const paths: unknown[] = [];
    const read = async () => {
      const stream = app.get(KaizenService).promptsDecodeStream(broken());
      for await (const event of stream) if (event.type === 'value') paths.push(event.path);
    };
    await expect(read()).rejects.toBeInstanceOf(KaizenStreamError);
    expect(paths.slice(0, 3)).toEqual([['question'], ['cars', 0], ['cars', 1]]);
  });
});

describe('a large table', () => {
  it('is written with a progress bar in a terminal', async () => {
    const screen = new Screen(true);
    await showArchive(app.get(Archive), new Terminal(screen), 50);
    const percents = [...screen.text.matchAll(/(\d+) %/g)].map(([, percent]) => Number(percent));
    expect(percents.length).toBeGreaterThan(20);
    expect(percents).toEqual(percents.toSorted((a, b) => a - b));
    expect(percents.at(-1)).toBe(100);
    expect(screen.text).toMatch(
      /20300 rows: 3\.\d MB of JSON, 1\.\d MB of KTOF, 0\.\d MB in the file\n$/,
    );
  });

  it('is written in silence elsewhere', async () => {
    const screen = new Screen(false);
    await showArchive(app.get(Archive), new Terminal(screen), 2);
    expect(screen.text).toMatch(/^812 rows: [^\n]+\n$/);
  });
});

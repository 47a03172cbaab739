import { Injectable } from '@nestjs/common';
import { type CompressionStats, KaizenService } from 'nestjs-kaizen';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/** Told how many of all rows have been written. */
export type OnProgress = (written: number, rows: number) => void;

/** Writes large tables to compressed files. The text is never in memory as a whole. */
@Injectable()
export class Archive {
  constructor(private readonly kaizen: KaizenService) {}

  /** Writes rows to a file, no faster than it takes them. */
  async write(
    rows: readonly object[],
    file: string,
    onProgress: OnProgress,
  ): Promise<CompressionStats | undefined> {
    let stats: CompressionStats | undefined;
    const events = this.kaizen.promptsEncodeStream({ prompt: rows });
    async function* text(): AsyncGenerator<string> {
      let written = 0;
      for await (const event of events) {
        if (event.type === 'done') stats = event.stats;
        else {
          yield event.text;
          written += event.text.split('\n').length - 1;
          onProgress(written, rows.length);
        }
      }
    }
    await pipeline(text(), createGzip(), createWriteStream(file));
    return stats;
  }
}

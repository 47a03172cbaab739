import { Injectable } from '@nestjs/common';
import { KaizenService } from 'nestjs-kaizen';
import { isDeepStrictEqual } from 'node:util';
import type { DataSet } from './data-sets.js';

const MODEL = 'gpt-4o';

/** What became of one data set. */
export interface Saving {
  readonly name: string;
  readonly jsonTokens: number;
  readonly ktofTokens: number;
  /** Per cent of the tokens. */
  readonly savedPercent: number;
  readonly jsonBytes: number;
  readonly ktofBytes: number;
  /** Whether decoding gave back exactly what was encoded. */
  readonly decodesBackEqual: boolean;
}

/** Encodes data sets, decodes them again, and tells what was saved. */
@Injectable()
export class SavingsReport {
  constructor(private readonly kaizen: KaizenService) {}

  async of(dataSets: readonly DataSet[]): Promise<Saving[]> {
    const savings: Saving[] = [];
    for (const dataSet of dataSets) savings.push(await this.measure(dataSet));
    return savings;
  }

  private async measure({ name, data }: DataSet): Promise<Saving> {
    const { result, stats, tokenStats } = await this.kaizen.optimize({
      data,
      tokenModels: [MODEL],
    });
    const decoded = await this.kaizen.decompress({ data: result });
    const tokens = tokenStats[MODEL];
    if (!tokens) throw new Error(`The response has no token count for ${MODEL}.`);
    return {
      name,
      jsonTokens: tokens.original,
      ktofTokens: tokens.compressed,
      savedPercent: tokens.savedPercent,
      jsonBytes: stats.originalBytes,
      ktofBytes: stats.compressedBytes,
      decodesBackEqual: isDeepStrictEqual(decoded.result, data),
    };
  }
}

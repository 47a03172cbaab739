import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { KaizenService, UseKaizen } from 'nestjs-kaizen';

/** What an instance says of a prompt. */
export interface Told {
  readonly text: string;
  /** What the cache had: `hit`, `miss`, or `error` when it could not be asked. */
  readonly cache: string | undefined;
}

/** Encodes prompts. */
@Controller('prompts')
export class PromptsController {
  @Post()
  @HttpCode(200)
  async encode(@UseKaizen() kaizen: KaizenService, @Body() prompt: object): Promise<Told> {
    const { result, cache } = await kaizen.promptsEncode({ prompt });
    return { text: result, cache };
  }
}

import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { KaizenService, PromptDecodePayload, PromptEncodePayload, UseKaizen } from 'nestjs-kaizen';

/** Encodes a prompt on its way to a model, and decodes what is in KTOF. */
@Controller('prompts')
export class PromptsController {
  constructor(private readonly kaizen: KaizenService) {}

  /** `{prompt, tokenModels?}` in; KTOF, what it saved, and the `meta` for decoding out. */
  @Post('encode')
  @HttpCode(200)
  async encode(@Body() payload: PromptEncodePayload, @UseKaizen() kaizen: KaizenService) {
    const { result, stats, tokenStats, meta } = await kaizen.promptsEncode(payload);
    return { ktof: result, stats, tokenStats, meta };
  }

  /** `{ktof, replayMeta?}` in, the prompt out. */
  @Post('decode')
  @HttpCode(200)
  async decode(@Body() payload: PromptDecodePayload) {
    const { result } = await this.kaizen.promptsDecode(payload);
    return { prompt: result };
  }
}

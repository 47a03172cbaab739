import { Controller, Get } from '@nestjs/common';
import { type KaizenService, UseKaizen } from 'nestjs-kaizen';

const PROMPT = { orders: [1, 2, 3].map((id) => ({ id, status: 'late' })) };

/** Does the work, and says who did it. */
@Controller('prompts')
export class PromptsController {
  @Get('strict')
  strict(@UseKaizen('strict') kaizen: KaizenService) {
    return encode(kaizen);
  }

  @Get('fallback')
  lenient(@UseKaizen('lenient') kaizen: KaizenService) {
    return encode(kaizen);
  }
}

async function encode(kaizen: KaizenService) {
  const { result, servedBy } = await kaizen.promptsEncode({ prompt: PROMPT });
  return { result, servedBy };
}

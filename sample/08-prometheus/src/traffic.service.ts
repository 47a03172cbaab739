import { Injectable } from '@nestjs/common';
import { KaizenService, UseKaizen } from 'nestjs-kaizen';

const orders = Array.from({ length: 40 }, (_, id) => ({ id, city: 'Oslo', paid: id % 3 === 0 }));

/** What an app does with its clients. */
@Injectable()
export class Traffic {
  constructor(
    private readonly kaizen: KaizenService,
    @UseKaizen('service') private readonly service: KaizenService,
  ) {}

  /** Encodes prompts and decodes them, here and at the service; one in ten cannot be used. */
  async round(calls = 20): Promise<void> {
    for (let call = 0; call < calls; call++) {
      const rows = orders.slice(0, 1 + (call % orders.length));
      const client = call % 2 === 0 ? this.kaizen : this.service;
      const { result: ktof } = await client.promptsEncode({
        prompt: { rows },
        tokenModels: ['gpt-4o'],
      });
      const broken = call % 10 === 9;
      await client.promptsDecode({ ktof: broken ? '[3]: 1,2' : ktof }).catch(() => undefined);
    }
  }
}

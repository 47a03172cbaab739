/// <reference types="jest" />
import { Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { KaizenModule, KaizenService } from 'nestjs-kaizen';
import { KaizenProvidersModule } from 'nestjs-kaizen/providers';
import { createTestingKaizen } from 'nestjs-kaizen/testing';

/* The spec that `check-packed.mjs` puts beside `app.ts` where Jest runs CommonJS. */
@Module({ imports: [KaizenModule.forRoot({ isGlobal: true }), KaizenProvidersModule.forRoot({})] })
class AppModule {}

const ROWS = Array.from({ length: 20_000 }, (_, id) => ({ id, name: `name ${id}` }));

describe('the package in a Jest that runs CommonJS', () => {
  it('encodes here, and in a worker thread', async () => {
    const app = await Test.createTestingModule({ imports: [AppModule] }).compile();
    const kaizen = app.get(KaizenService);
    expect((await kaizen.promptsEncode({ prompt: { a: 1 } })).result).toBe('a: 1');
    expect((await kaizen.promptsEncode({ prompt: ROWS })).result).toMatch(/^\[20000\]\{id,name\}:/);
    await app.close();
  });

  it('is put into the place of the client', async () => {
    const kaizen = createTestingKaizen();
    const app = await Test.createTestingModule({ imports: [AppModule] })
      .overrideProvider(KaizenService)
      .useValue(kaizen)
      .compile();
    await app.get(KaizenService).promptsEncode({ prompt: { a: 1 } });
    expect(kaizen.recorder.calls).toHaveLength(1);
    await app.close();
  });
});

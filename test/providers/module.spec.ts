import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Inject, Injectable, type ModuleMetadata } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { createKaizen, KaizenModule, KaizenOptionsError, KaizenService } from 'nestjs-kaizen';
import {
  getKaizenProviderToken,
  KaizenAnthropic,
  KaizenFireworks,
  KaizenOpenAI,
  KaizenOpenAiCompatible,
  KaizenProvider,
  KaizenProvidersModule,
  KaizenRouter,
  UseKaizenProvider,
} from 'nestjs-kaizen/providers';
import { createModel, GREETING } from './support/model.js';
import { KEY } from './support/vendors.js';

const model = createModel();
let url = '';
beforeAll(async () => void (url = await model.start()));
afterAll(() => model.stop());

const GREET = [{ role: 'user' as const, content: 'greet me' }];
const DATA = [
  {
    role: 'user' as const,
    content: [
      { type: 'text' as const, text: 'greet' },
      { type: 'data' as const, value: [1, 2, 3, 4, 5].map((id) => ({ id, name: `n${id}` })) },
    ],
  },
];

const SILENT = { log: () => undefined, warn: () => undefined, error: () => undefined };

async function boot(metadata: ModuleMetadata) {
  const app = await Test.createTestingModule(metadata).setLogger(SILENT).compile();
  return app.enableShutdownHooks().init();
}

describe('KaizenProvidersModule', () => {
  it('injects the providers that are named, by class and by name', async () => {
    @Injectable()
    class Greeter {
      @UseKaizenProvider('anthropic') anthropic!: KaizenProvider;
      constructor(
        @Inject(KaizenOpenAI) readonly openai: KaizenOpenAI,
        @UseKaizenProvider('ollama') readonly ollama: KaizenProvider,
      ) {}
    }
    const app = await boot({
      imports: [
        KaizenProvidersModule.forRoot({
          openai: { apiKey: KEY, baseUrl: `${url}/v1`, model: 'm' },
          anthropic: { apiKey: KEY, baseUrl: url, model: 'm' },
          openAiCompatible: { ollama: { baseUrl: `${url}/v1`, model: 'llama' } },
          router: { order: ['ollama', 'openai'] },
        }),
      ],
      providers: [Greeter],
    });
    const { openai, anthropic, ollama } = app.get(Greeter);
    expect([openai, anthropic, ollama]).toEqual([
      expect.any(KaizenOpenAI),
      expect.any(KaizenAnthropic),
      expect.any(KaizenOpenAiCompatible),
    ]);
    for (const provider of [openai, anthropic, ollama]) {
      expect((await provider.chat(GREET)).text).toBe(GREETING);
    }
    expect(await app.get(KaizenRouter).chat(GREET)).toMatchObject({ provider: 'ollama' });
    expect(() => app.get(KaizenFireworks)).toThrow();
    await app.close();
    await expect(openai.chat(GREET)).rejects.toMatchObject({ code: 'KAIZEN_CLIENT_CLOSED' });
  });

  it('compresses by the app’s client, the default one or one by its name', async () => {
    const options = { openai: { apiKey: KEY, baseUrl: `${url}/v1`, model: 'm' } };
    const app = await boot({
      imports: [
        KaizenModule.forRoot({ isGlobal: true, logLevel: 'error' }),
        KaizenModule.forRoot({ name: 'eu', isGlobal: true, logLevel: 'error' }),
        KaizenProvidersModule.forRoot({ ...options, kaizen: 'eu' }),
      ],
    });
    const { receipt } = await app.get(KaizenOpenAI).chat(DATA);
    expect(receipt.encoded).toHaveLength(1);
    const counted = (token: never) =>
      app.get<KaizenService>(token).savings().operations['promptsEncode'];
    expect(counted('KaizenService(eu)' as never)).toBeDefined();
    expect(counted(KaizenService as never)).toBeUndefined();
    await app.close();
    const unknown = boot({
      imports: [KaizenProvidersModule.forRoot({ ...options, kaizen: 'us' })],
    });
    await expect(unknown).rejects.toThrow(/KaizenService\(us\)/);
  });

  it('takes options from elsewhere; a vendor left out has its defaults', async () => {
    const app = await boot({
      imports: [
        KaizenProvidersModule.forRootAsync({
          useFactory: () =>
            Promise.resolve({
              openai: { apiKey: KEY, baseUrl: `${url}/v1`, model: 'm' },
              openAiCompatible: { vllm: { baseUrl: `${url}/v1`, model: 'm' } },
            }),
          openAiCompatible: ['vllm'],
        }),
      ],
    });
    expect((await app.get(KaizenOpenAI).chat(GREET)).text).toBe(GREETING);
    expect(app.get<KaizenProvider>(getKaizenProviderToken('vllm')).name).toBe('vllm');
    const left = app.get(KaizenFireworks).chat(GREET, { model: 'm' });
    await expect(left).rejects.toThrow(/Fireworks AI has no key.*FIREWORKS_API_KEY/);
    await app.close();
  });

  it('refuses wrong options at boot, and suggests the right name', async () => {
    expect(() => KaizenProvidersModule.forRoot({ opena: {} } as never)).toThrow(
      'Did you mean "openai"?',
    );
    const wrong = boot({
      imports: [KaizenProvidersModule.forRoot({ openai: { modell: 'm' } as never })],
    });
    await expect(wrong).rejects.toThrow('Did you mean "model"?');
    const missing = boot({
      imports: [
        KaizenProvidersModule.forRootAsync({ useFactory: () => ({}), openAiCompatible: ['vllm'] }),
      ],
    });
    await expect(missing).rejects.toThrow(KaizenOptionsError);
  });
});

describe('a provider', () => {
  const kaizen = createKaizen({ transport: 'embedded' });
  afterAll(() => kaizen.close());

  it('is made with new, and has a client of its own unless one is given', async () => {
    const provider = new KaizenOpenAI({ apiKey: KEY, baseUrl: `${url}/v1`, model: 'm' });
    const { receipt } = await provider.chat(DATA);
    expect(receipt.encoded).toHaveLength(1);
    await provider.close();
    await expect(provider.stream(GREET).next()).rejects.toMatchObject({
      code: 'KAIZEN_CLIENT_CLOSED',
    });
  });

  it('says what is missing or wrong before anything is sent', async () => {
    const before = model.getRequests().length;
    const provider = new KaizenOpenAI({ apiKey: KEY, baseUrl: `${url}/v1` }, kaizen);
    await expect(provider.chat(GREET)).rejects.toThrow(/without a model/);
    await expect(provider.chat(GREET, { model: 'm', modell: 1 } as never)).rejects.toThrow(
      'Did you mean "model"?',
    );
    await expect(provider.chat([], { model: 'm' })).rejects.toMatchObject({
      code: 'KAIZEN_INVALID_PAYLOAD',
    });
    for (const [message, path] of [
      [{ role: 'robot', content: '' }, 'messages[0]'],
      [{ role: 'user' }, 'messages[0]'],
      [{ role: 'tool', content: 'x' }, 'messages[0]'],
      [{ role: 'user', content: [{ type: 'audio' }] }, 'messages[0].content[0]'],
      [{ role: 'user', content: [{ type: 'text', text: 5 }] }, 'messages[0].content[0]'],
    ] as const) {
      await expect(provider.chat([message as never], { model: 'm' })).rejects.toMatchObject({
        path,
      });
    }
    await expect(provider.chat(GREET, { model: 'm', stop: ['x'] })).rejects.toMatchObject({
      option: 'stop',
    });
    expect(() => new KaizenOpenAI({ timeoutMs: -1 }, kaizen)).toThrow(KaizenOptionsError);
    expect(() => new KaizenOpenAI({ client: {} as never }, kaizen)).toThrow(/a client of openai/);
    expect(model.getRequests()).toHaveLength(before);
  });

  it('shows no key when its options are printed', () => {
    const provider = new KaizenOpenAI({ apiKey: KEY, model: 'm' }, kaizen);
    expect(JSON.stringify(provider)).not.toContain(KEY);
  });
});

import { describe, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { KaizenOptionsError } from 'nestjs-kaizen';
import {
  getKaizenProviderToken,
  KaizenOpenAI,
  type KaizenProvider,
  type KaizenProvidersAsyncOptions,
  KaizenProvidersModule,
  type KaizenProvidersOptions,
  type KaizenProvidersOptionsFactory,
  KaizenRouter,
} from 'nestjs-kaizen/providers';

const SILENT = { log: () => undefined, warn: () => undefined, error: () => undefined };

async function boot(registration: KaizenProvidersAsyncOptions) {
  const imports = [KaizenProvidersModule.forRootAsync(registration)];
  return Test.createTestingModule({ imports }).setLogger(SILENT).compile();
}

async function bootError(registration: KaizenProvidersAsyncOptions): Promise<KaizenOptionsError> {
  const error: unknown = await boot(registration).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(KaizenOptionsError);
  return error as KaizenOptionsError;
}

const vllm = { baseUrl: 'http://127.0.0.1:9/v1', model: 'm' };

@Injectable()
class Settings {
  readonly model = 'of-the-settings';
}
@Module({ providers: [Settings], exports: [Settings] })
class SettingsModule {}

@Injectable()
class Models implements KaizenProvidersOptionsFactory {
  constructor(private readonly settings: Settings) {}

  createKaizenProvidersOptions(): KaizenProvidersOptions {
    const { model } = this.settings;
    return {
      openAiCompatible: { vllm: { ...vllm, model } },
      router: { order: ['vllm'] },
    };
  }
}
@Module({ imports: [SettingsModule], providers: [Models], exports: [Models] })
class ModelsModule {}

describe('KaizenProvidersModule.forRootAsync', () => {
  const announced = { openAiCompatible: ['vllm'], router: true };

  it.each<[string, KaizenProvidersAsyncOptions]>([
    [
      'useFactory',
      {
        ...announced,
        imports: [SettingsModule],
        inject: [Settings],
        useFactory: (settings: Settings) => new Models(settings).createKaizenProvidersOptions(),
      },
    ],
    ['useClass', { ...announced, imports: [SettingsModule], useClass: Models }],
    ['useExisting', { ...announced, imports: [ModelsModule], useExisting: Models }],
  ])('takes %s', async (_source, registration) => {
    const app = await boot(registration);
    expect(app.get<KaizenProvider>(getKaizenProviderToken('vllm')).name).toBe('vllm');
    expect(app.get(KaizenRouter)).toBeInstanceOf(KaizenRouter);
    expect(app.get(KaizenOpenAI)).toBeInstanceOf(KaizenOpenAI);
    await app.close();
  });

  it.each<[string, KaizenProvidersAsyncOptions, string, RegExp]>([
    [
      'a router that is not announced',
      { useFactory: () => ({ openai: {}, router: { order: ['openai'] } }) },
      'router',
      /Add router: true to forRootAsync\.$/,
    ],
    [
      'an endpoint that is not announced',
      {
        openAiCompatible: ['vllm'],
        useFactory: () => ({ openAiCompatible: { vllm, ollama: vllm } }),
      },
      'openAiCompatible.ollama',
      /Add openAiCompatible: \['vllm', 'ollama'\] to forRootAsync\.$/,
    ],
    [
      'an announced endpoint that is not there',
      { openAiCompatible: ['vllm'], useFactory: () => ({}) },
      'openAiCompatible.vllm',
      /"vllm" is among the names.*no such endpoint/,
    ],
    [
      'an announced router that is not there',
      { router: true, useFactory: () => ({}) },
      'router',
      /the options have none/,
    ],
    [
      'a class without the method',
      { useClass: Settings as never },
      'createKaizenProvidersOptions',
      /^Settings has no method.*Implement KaizenProvidersOptionsFactory in it\.$/,
    ],
    ['nothing returned', { useFactory: () => undefined as never }, 'options', /were undefined/],
  ])('refuses at boot %s', async (_what, registration, option, words) => {
    const error = await bootError(registration);
    expect(error.option).toBe(option);
    expect(error.message).toMatch(words);
  });

  const useFactory = () => ({});
  it.each<[string, object, RegExp]>([
    ['a vendor', { useFactory, openai: {} }, /does not take "openai"\. Return it .* useFactory/],
    ['no source', { inject: [] }, /no source of options\. Give exactly one of useFactory/],
    ['two sources', { useFactory, useClass: Models }, /given useFactory and useClass/],
    ['nothing', undefined as never, /no source/],
    ['endpoints, not names', { useFactory, openAiCompatible: { vllm } }, /must be a list of names/],
    ['a router itself', { useFactory, router: { order: [] } }, /must be true or false/],
  ])('refuses %s beside the options', (_what, registration, words) => {
    const register = () => KaizenProvidersModule.forRootAsync(registration);
    expect(register).toThrow(KaizenOptionsError);
    expect(register).toThrow(words);
  });
});

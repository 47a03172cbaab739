import type { KaizenService } from 'nestjs-kaizen';
import {
  KaizenAnthropic,
  KaizenAzureOpenAI,
  KaizenBedrock,
  KaizenCohere,
  KaizenFireworks,
  KaizenGemini,
  KaizenHuggingFace,
  KaizenMistral,
  KaizenOpenAI,
  KaizenOpenAiCompatible,
  type KaizenProvider,
  KaizenTogether,
  type ProviderOptions,
} from 'nestjs-kaizen/providers';

/** A vendor as the contract suite meets it: its real SDK against a mock at an address. */
export interface VendorCase {
  /** As the suite names it: a vendor with two endpoints is there twice. */
  readonly title: string;
  /** As results and errors name it. */
  readonly name: string;
  /** What the mock's address is to the vendor's SDK. */
  readonly baseUrl: (mock: string) => string;
  readonly make: (options: ProviderOptions, kaizen: KaizenService) => KaizenProvider;
  /** Whether the mock tells usage in a stream. */
  readonly usageInStream: boolean;
  /** Whether the mock sends the header that the vendor's request ids are in. */
  readonly requestIds: boolean;
  /** What the vendor sends, where the mock sends something that its SDK does not take. */
  readonly asSent?: (piece: string) => string;
}

/** The key that every provider of the suite has. */
export const KEY = 'sk-canary-7f3a9c2e5b1d4f60';

/** Each vendor there is an adapter for. */
export const VENDORS: readonly VendorCase[] = [
  {
    title: 'OpenAI, responses',
    name: 'openai',
    baseUrl: (mock) => `${mock}/v1`,
    make: (options, kaizen) => new KaizenOpenAI(options, kaizen),
    usageInStream: true,
    requestIds: true,
  },
  {
    title: 'OpenAI, chat completions',
    name: 'openai',
    baseUrl: (mock) => `${mock}/v1`,
    make: (options, kaizen) => new KaizenOpenAI({ ...options, api: 'chat' }, kaizen),
    usageInStream: true,
    requestIds: true,
  },
  {
    title: 'Azure OpenAI, v1',
    name: 'azureOpenAI',
    baseUrl: (mock) => mock,
    make: (options, kaizen) => new KaizenAzureOpenAI(options, kaizen),
    usageInStream: true,
    requestIds: true,
  },
  {
    title: 'Azure OpenAI, with a version',
    name: 'azureOpenAI',
    baseUrl: (mock) => mock,
    make: (options, kaizen) =>
      new KaizenAzureOpenAI({ ...options, apiVersion: '2024-10-21' }, kaizen),
    usageInStream: true,
    requestIds: true,
  },
  {
    title: 'Anthropic',
    name: 'anthropic',
    baseUrl: (mock) => mock,
    make: (options, kaizen) => new KaizenAnthropic(options, kaizen),
    usageInStream: true,
    requestIds: true,
  },
  {
    title: 'Together AI',
    name: 'together',
    baseUrl: (mock) => `${mock}/v1`,
    make: (options, kaizen) => new KaizenTogether(options, kaizen),
    usageInStream: true,
    requestIds: true,
  },
  {
    title: 'Fireworks AI',
    name: 'fireworks',
    baseUrl: (mock) => `${mock}/inference/v1`,
    make: (options, kaizen) => new KaizenFireworks(options, kaizen),
    usageInStream: true,
    requestIds: true,
  },
  {
    title: 'Amazon Bedrock',
    name: 'bedrock',
    baseUrl: (mock) => mock,
    make: (options, kaizen) => new KaizenBedrock({ ...options, region: 'eu-central-1' }, kaizen),
    usageInStream: true,
    requestIds: true,
  },
  {
    title: 'Cohere',
    name: 'cohere',
    baseUrl: (mock) => mock,
    make: (options, kaizen) => new KaizenCohere(options, kaizen),
    usageInStream: true,
    requestIds: true,
  },
  {
    title: 'Mistral AI',
    name: 'mistral',
    baseUrl: (mock) => mock,
    make: (options, kaizen) => new KaizenMistral(options, kaizen),
    // The mock wants stream_options for it, which Mistral does not know.
    usageInStream: false,
    requestIds: true,
    // Mistral names the tool in every piece of a call.
    asSent: (piece) => piece.replaceAll('"function":{"arg', '"function":{"name":"","arg'),
  },
  {
    title: 'Gemini',
    name: 'gemini',
    baseUrl: (mock) => mock,
    make: (options, kaizen) => new KaizenGemini(options, kaizen),
    usageInStream: true,
    requestIds: true,
  },
  {
    title: 'Hugging Face',
    name: 'huggingFace',
    baseUrl: (mock) => mock,
    make: (options, kaizen) => new KaizenHuggingFace(options, kaizen),
    usageInStream: true,
    requestIds: true,
  },
  {
    title: 'an endpoint of OpenAI’s shape',
    name: 'ollama',
    baseUrl: (mock) => `${mock}/v1`,
    make: (options, kaizen) => new KaizenOpenAiCompatible('ollama', options, kaizen),
    usageInStream: true,
    requestIds: true,
  },
];

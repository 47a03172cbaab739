import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { LanguageModelV3Middleware } from '@ai-sdk/provider';
import * as ai6 from 'ai';
import * as ai7 from 'ai-7';
import { createOpenAICompatible as createOpenAICompatible7 } from 'ai-7-openai-compatible';
import type { KaizenMiddleware } from 'nestjs-kaizen/ai-sdk';

/** A version of the AI SDK, with the model of an endpoint that is wrapped in middleware. */
export interface AiSdk {
  readonly title: string;
  /** What the suite calls of it, which both versions have. */
  readonly ai: typeof ai6;
  readonly wrapped: (baseURL: string, middleware: KaizenMiddleware) => ai6.LanguageModel;
}

const ENDPOINT = {
  name: 'mock',
  apiKey: 'no-key',
  includeUsage: true,
  supportsStructuredOutputs: true,
} as const;

/** Each with its own declarations, so that the compiler says whether the middleware fits. */
export const AI_SDKS: readonly AiSdk[] = [
  {
    title: 'ai 6',
    ai: ai6,
    wrapped: (baseURL, middleware: LanguageModelV3Middleware) => {
      const model = createOpenAICompatible({ ...ENDPOINT, baseURL }).chatModel('gpt-4o');
      return ai6.wrapLanguageModel({ model, middleware });
    },
  },
  {
    title: 'ai 7',
    ai: ai7 as unknown as typeof ai6,
    wrapped: (baseURL, middleware) => {
      const model = createOpenAICompatible7({ ...ENDPOINT, baseURL }).chatModel('gpt-4o');
      const wrapped = ai7.wrapLanguageModel({ model, middleware: [middleware] });
      return wrapped as unknown as ai6.LanguageModel;
    },
  },
];

/**
 * Middleware of the Vercel AI SDK (`ai` 6 and 7) that compresses what a model is sent.
 *
 * @module
 */
export { kaizen, type KaizenMiddleware } from './providers/ai-sdk/kaizen-middleware.js';
export type { KaizenMiddlewareOptions } from './providers/ai-sdk/middleware-options.js';
export type {
  CalledModel,
  Prompt,
  PromptMessage,
  PromptParams,
  PromptPart,
  ResponseFormat,
  ToolOutput,
} from './providers/ai-sdk/prompt.js';
export type { FinishReason, Replied, ReplyPart } from './providers/ai-sdk/read-form.js';
export type { Noted } from './providers/ai-sdk/receipt-notes.js';
export type {
  BeforeAfter,
  CompressionReceipt,
  EncodedBlock,
  SkippedBlock,
  SkipReason,
  TokensBeforeAfter,
} from './providers/compress/receipt.js';
export type { CompressOptions } from './providers/options/compress-options.js';

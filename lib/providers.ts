/**
 * Models' vendors as injectable services, with Kaizen in between.
 *
 * @module
 */
export { KaizenProvidersModule } from './providers/nest/kaizen-providers.module.js';
export { getKaizenProviderToken, UseKaizenProvider } from './providers/nest/provider-token.js';
export { KaizenProvider } from './providers/provider.js';
export {
  KaizenRouter,
  type RoutedResult,
  type RoutedStreamEvent,
} from './providers/router/kaizen-router.js';
export { KaizenAnthropic } from './providers/vendors/kaizen-anthropic.js';
export { KaizenAzureOpenAI } from './providers/vendors/kaizen-azure-openai.js';
export { KaizenBedrock } from './providers/vendors/kaizen-bedrock.js';
export { KaizenCohere } from './providers/vendors/kaizen-cohere.js';
export { KaizenFireworks } from './providers/vendors/kaizen-fireworks.js';
export { KaizenGemini } from './providers/vendors/kaizen-gemini.js';
export { KaizenHuggingFace } from './providers/vendors/kaizen-hugging-face.js';
export { KaizenMistral } from './providers/vendors/kaizen-mistral.js';
export { KaizenOpenAI } from './providers/vendors/kaizen-openai.js';
export { KaizenOpenAiCompatible } from './providers/vendors/kaizen-openai-compatible.js';
export { KaizenTogether } from './providers/vendors/kaizen-together.js';
export {
  KaizenProviderError,
  type KaizenProviderErrorContext,
  type KaizenRouteStop,
  type ProviderErrorKind,
} from './errors/provider.error.js';

export type { HeaderSource } from './providers/adapter.js';
export type { AnthropicOptions } from './providers/adapters/anthropic/anthropic.kind.js';
export type { MessagesClient } from './providers/adapters/anthropic/anthropic.adapter.js';
export type {
  CohereChat,
  CohereChatClient,
  CoherePromise,
} from './providers/adapters/cohere/cohere-client.js';
export type { CohereOptions } from './providers/adapters/cohere/cohere.kind.js';
export type { MistralClient } from './providers/adapters/mistral/mistral-calls.js';
export type { MistralOptions } from './providers/adapters/mistral/mistral.kind.js';
export type { AzureOpenAIOptions } from './providers/adapters/openai/azure-openai.kind.js';
export type { ConverseClient } from './providers/adapters/bedrock/bedrock.adapter.js';
export type { AwsCredentials, BedrockOptions } from './providers/adapters/bedrock/bedrock.kind.js';
export type { InferenceChatClient } from './providers/adapters/huggingface/hugging-face.adapter.js';
export type { GeminiClient } from './providers/adapters/gemini/gemini.adapter.js';
export type { GeminiOptions } from './providers/adapters/gemini/gemini.kind.js';
export type { HuggingFaceOptions } from './providers/adapters/huggingface/hugging-face.kind.js';
export type { ChatCompletionsClient, SdkPromise } from './providers/adapters/openai/chat-client.js';
export type { OpenAiCompatibleOptions } from './providers/adapters/openai/compatible.kind.js';
export type { ChatEndpointOptions } from './providers/adapters/openai/dialect-options.js';
export type { OpenAIOptions } from './providers/adapters/openai/openai.kind.js';
export type { ResponsesClient } from './providers/adapters/openai/responses.adapter.js';
export type {
  AssistantMessage,
  ChatMessage,
  SentMessage,
  SystemMessage,
  ToolMessage,
  UserMessage,
} from './providers/chat/message.js';
export type {
  ContentPart,
  DataPart,
  FilePart,
  ImagePart,
  MediaSource,
  RawPart,
  SentPart,
  TextPart,
} from './providers/chat/part.js';
export type { ChatResult, ChatStreamEvent } from './providers/chat/result.js';
export {
  argumentsOf,
  type ToolCall,
  type ToolChoice,
  type ToolSpec,
} from './providers/chat/tool.js';
export type { ChatUsage, FinishReason } from './providers/chat/usage.js';
export type {
  BeforeAfter,
  CompressionReceipt,
  EncodedBlock,
  SkippedBlock,
  SkipReason,
  TokensBeforeAfter,
} from './providers/compress/receipt.js';
export type {
  KaizenProvidersAsyncOptions,
  KaizenProvidersExtras,
  KaizenProvidersOptions,
  KaizenProvidersOptionsFactory,
} from './providers/nest/providers-options.js';
export type { ChatOptions } from './providers/options/chat-options.js';
export type { CompressOptions } from './providers/options/compress-options.js';
export type { OutputClass, OutputData, OutputSpec } from './providers/options/output-spec.js';
export type { ProviderOptions } from './providers/options/provider-options.js';
export type { RouterOptions, RouterTarget } from './providers/router/router-options.js';
export type { VendorName, VendorOptions } from './providers/vendors.js';

import {
  type ChatMessage,
  type ChatOptions,
  type ChatResult,
  type KaizenProvider,
  KaizenProviderError,
} from 'nestjs-kaizen/providers';

/** The result that a stream ends with. */
export async function streamed(
  provider: KaizenProvider,
  messages: readonly ChatMessage[],
  options?: ChatOptions,
): Promise<ChatResult> {
  for await (const event of provider.stream(messages, options))
    if (event.type === 'done') return event;
  throw new Error('The stream has no done.');
}

/** The provider's error that a call fails with. */
export async function failureOf(asked: Promise<unknown>): Promise<KaizenProviderError> {
  try {
    await asked;
  } catch (error) {
    if (error instanceof KaizenProviderError) return error;
    throw error;
  }
  throw new Error('The call did not fail.');
}

import { type BaseMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { RunnableLambda } from '@langchain/core/runnables';
import type { KaizenService } from 'nestjs-kaizen';

/**
 * A step of a chain, in front of its model: JSON in what the user says and in what tools gave back is written
 * in KTOF, where that is smaller. The given messages stay as they are; so do those of the system and the model.
 */
export function compressMessages(
  kaizen: KaizenService,
): RunnableLambda<BaseMessage[], BaseMessage[]> {
  return RunnableLambda.from((messages: BaseMessage[]) =>
    Promise.all(messages.map((message) => compress(kaizen, message))),
  );
}

async function compress(kaizen: KaizenService, message: BaseMessage): Promise<BaseMessage> {
  const { content } = message;
  if (typeof content !== 'string') return message;
  if (HumanMessage.isInstance(message)) {
    return new HumanMessage({ ...message, content: await encode(kaizen, content) });
  }
  if (ToolMessage.isInstance(message)) {
    return new ToolMessage({ ...message, content: await encode(kaizen, content) });
  }
  return message;
}

/** A text that cannot be encoded is sent as it is: the question counts more than its tokens. */
async function encode(kaizen: KaizenService, text: string): Promise<string> {
  try {
    const { result } = await kaizen.promptsEncode({ prompt: text, autoDetectJson: true });
    return result.length < text.length ? result : text;
  } catch {
    return text;
  }
}

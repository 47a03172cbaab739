import type {
  CallContext,
  ChatRequest,
  ErrorView,
  ProviderAdapter,
  ProviderEvent,
  ProviderReply,
} from '../../adapter.js';
import { bedrockBody } from './bedrock-body.js';
import { viewAwsError } from './bedrock-error.js';
import { type ConverseEvent, readConverseEvent } from './bedrock-events.js';
import { type ConverseReply, readConverse } from './bedrock-reply.js';
import { oneRequest } from './one-request.js';
import { ownBlocks } from './own-blocks.js';

/** What the adapter uses of a client of `@aws-sdk/client-bedrock-runtime`. */
export interface ConverseClient {
  /** Sends a command: Converse or ConverseStream. */
  send(command: never, options?: never): Promise<unknown>;
  /** Closes the client's connections. */
  destroy?(): void;
}

/** What is sent by a client. */
interface ConverseCommand {
  readonly middlewareStack: Parameters<typeof oneRequest>[0];
}

/** What the adapter uses of the package beside a client. */
export interface ConverseCommands {
  readonly ConverseCommand: new (input: never) => ConverseCommand;
  readonly ConverseStreamCommand: new (input: never) => ConverseCommand;
}

interface StreamReply {
  readonly stream: AsyncIterable<ConverseEvent>;
}

const EVENT_STREAM = 'application/vnd.amazon.eventstream';

/** Amazon Bedrock's `Converse`, which has one shape for all of its models. */
export class BedrockAdapter implements ProviderAdapter<ConverseReply, ConverseEvent> {
  constructor(
    private readonly commands: ConverseCommands,
    private readonly client: ConverseClient,
    /** Frees the client, where it is the adapter's own. */
    readonly close: () => void,
  ) {}

  async generate(request: ChatRequest, context: CallContext): Promise<ConverseReply> {
    const command = new this.commands.ConverseCommand(bedrockBody(request) as never);
    return this.send(command, context);
  }

  async stream(request: ChatRequest, context: CallContext): Promise<AsyncIterable<ConverseEvent>> {
    const command = new this.commands.ConverseStreamCommand(bedrockBody(request) as never);
    const { stream } = await this.send<StreamReply>(command, context, EVENT_STREAM);
    return ownBlocks(stream);
  }

  read(raw: ConverseReply): ProviderReply {
    return readConverse(raw);
  }

  readEvent(event: ConverseEvent): Iterable<ProviderEvent> {
    return readConverseEvent(event);
  }

  viewError(error: unknown): ErrorView {
    return viewAwsError(error);
  }

  private async send<T>(
    command: ConverseCommand,
    context: CallContext,
    contentType?: string,
  ): Promise<T> {
    oneRequest(command.middlewareStack, context, contentType);
    const options = { abortSignal: context.signal };
    return (await this.client.send(command as never, options as never)) as T;
  }
}

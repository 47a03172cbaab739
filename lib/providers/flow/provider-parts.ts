import type { KaizenTracer } from '../../options/tracing-options.js';
import type { RetryPolicy } from '../../transport/http/retry/retry-policy.js';
import type { ProviderAdapter } from '../adapter.js';
import type { ChatCompressor } from '../compress/chat-compressor.js';
import type { ProviderOptions } from '../options/provider-options.js';

/** What the calls of a provider share. */
export interface ProviderParts {
  /** As options, results and errors name it: `openai`. */
  readonly name: string;
  /** As sentences name it: `OpenAI`. */
  readonly label: string;
  /** Checked, with their defaults. */
  readonly options: Readonly<ProviderOptions>;
  /** What no error may repeat, as of now. */
  readonly secrets: () => readonly string[];
  readonly compressor: ChatCompressor;
  /** Who traces calls. */
  readonly tracer: KaizenTracer | undefined;
  readonly policy: RetryPolicy;
  /** The adapter, opened on the first call. */
  readonly adapter: () => Promise<ProviderAdapter>;
}

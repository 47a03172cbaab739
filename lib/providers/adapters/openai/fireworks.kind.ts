import type { ProviderKind } from '../../adapter.js';
import { CHAT_ENDPOINT_TABLE, type ChatEndpointOptions } from './dialect-options.js';
import { openChatEndpoint } from './open-chat-endpoint.js';

const BASE_URL = 'https://api.fireworks.ai/inference/v1';

/** Fireworks AI: chat completions by the package `openai`; it has no package of its own. */
export const fireworksKind: ProviderKind<ChatEndpointOptions> = {
  name: 'fireworks',
  label: 'Fireworks AI',
  table: CHAT_ENDPOINT_TABLE,
  secretVariables: ['FIREWORKS_API_KEY'],
  open: (options) =>
    openChatEndpoint(options, {
      label: 'Fireworks AI',
      baseUrl: BASE_URL,
      keyVariable: 'FIREWORKS_API_KEY',
    }),
};

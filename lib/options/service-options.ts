import { headers, serviceUrl, visibleText } from './http-rules.js';
import { oneOf, type OptionTable, secret } from './option-rule.js';

/** Which service a client speaks to, and as whom. */
export interface KaizenServiceOptions {
  /**
   * Where the service is; a path is kept: `https://gateway.example/kaizen`. Default: the environment's
   * `KAIZEN_BASE_URL`, else the hosted service, `https://api.getkaizen.io/`.
   */
  baseUrl?: string;
  /** The API key. Default: the environment's `KAIZEN_API_KEY`. */
  apiKey?: string;
  /** Which headers carry the key: `x-api-key`, `Authorization: Bearer`, or both. Default `both`. */
  auth?: 'both' | 'x-api-key' | 'bearer';
  /** Headers of every request. Those that frame a message, such as `Content-Length`, are refused. */
  headers?: Record<string, string>;
}

/** What each of them accepts, and its default. */
export const SERVICE_OPTION_TABLE: OptionTable<KaizenServiceOptions> = {
  baseUrl: serviceUrl('https://api.getkaizen.io/'),
  apiKey: secret(visibleText),
  auth: oneOf(['both', 'x-api-key', 'bearer'], 'both'),
  headers: secret(headers),
};

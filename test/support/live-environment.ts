/** Where and as whom the live suite asks; `undefined` without a key. */
export interface LiveEnvironment {
  readonly apiKey: string;
  readonly baseUrl?: string;
}

/** The environment's service as it was before the set-up of the tests hid it from all clients. */
export function liveEnvironment(): LiveEnvironment | undefined {
  const { KAIZEN_LIVE_API_KEY: apiKey, KAIZEN_LIVE_BASE_URL: baseUrl } = process.env;
  return apiKey ? { apiKey, ...(baseUrl && { baseUrl }) } : undefined;
}

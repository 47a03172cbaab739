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

/** With what a vendor is asked itself. */
export interface LiveVendor {
  readonly apiKey: string;
  /** Default: the suite's. */
  readonly model?: string;
}

/** The key of a vendor, where the environment has it; `KAIZEN_LIVE_<NAME>_MODEL` names another model. */
export function liveVendor(name: string, keyVariable: string): LiveVendor | undefined {
  const { [keyVariable]: apiKey, [`KAIZEN_LIVE_${name}_MODEL`]: model } = process.env;
  return apiKey ? { apiKey, ...(model && { model }) } : undefined;
}

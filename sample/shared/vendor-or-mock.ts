import { startMockModel } from './mock-model.js';

/** Where a sample's questions go. */
export interface Vendor {
  /** To put among the provider's options; empty for the vendor itself. */
  readonly options: { readonly apiKey?: string; readonly baseUrl?: string };
  close(): Promise<void>;
}

/**
 * The vendor, where its key is in the environment; else a mock of it on this machine.
 *
 * @param keyVariable The variable that the vendor's SDK reads its key from.
 * @param path What the vendor's base URL ends in.
 */
export async function vendorOrMock(keyVariable: string, path = ''): Promise<Vendor> {
  if (process.env[keyVariable]) return { options: {}, close: () => Promise.resolve() };
  console.log(`${keyVariable} is not set: a mock on this machine answers.\n`);
  const mock = await startMockModel();
  return {
    options: { apiKey: 'no-key', baseUrl: mock.url + path },
    close: () => mock.stop(),
  };
}

import type { AxiosInstance } from 'axios';

/** What axios has for browsers and its older ways, and what is off: that may as well be absent. */
const UNUSED = [
  'env',
  'maxBodyLength',
  'timeout',
  'transformRequest',
  'transformResponse',
  'transitional',
  'xsrfCookieName',
  'xsrfHeaderName',
];

/**
 * Takes out of an instance's defaults what its requests do not need. axios merges all of it into the
 * config of each request and looks through it, which costs more than to send the request.
 *
 * @param axios An instance made with `axiosDefaults`.
 */
export function trimDefaults({ defaults }: AxiosInstance): void {
  const settings = defaults as unknown as Record<string, unknown>;
  for (const name of UNUSED) delete settings[name];
  // Beside ours, there is a set of headers for each method, and they are empty.
  const headers = Object.entries(defaults.headers).filter(([, value]) => typeof value === 'string');
  settings['headers'] = Object.fromEntries(headers);
}

import { errorCodeOf } from '../../../transport/http/failures/error-code.js';

/**
 * `fetch` for SDKs that make one error of all that sounds of time, and drop its cause: whether nobody could
 * be reached or somebody fell silent has to be known. Its error has the code, and speaks of no time.
 */
export const tellingFetch: typeof fetch = async (input, init) => {
  try {
    return await fetch(input, init);
  } catch (error) {
    const code = errorCodeOf(error);
    if (code === undefined || !/TIMED?_?OUT/.test(code)) throw error;
    throw Object.assign(new TypeError('fetch failed'), { code });
  }
};

import type { AxiosRequestConfig } from 'axios';
import type { ResolvedKaizenOptions } from '../../options/kaizen-options.js';
import { clientHeaders } from './client-headers.js';

/**
 * The defaults of a client's own axios instance.
 *
 * What axios would do by itself is off: following redirects (they would carry key and prompt to
 * another host), reading the environment's proxy, its one timeout, guessing what a body is.
 */
export function axiosDefaults(options: ResolvedKaizenOptions): AxiosRequestConfig {
  return {
    baseURL: options.baseUrl.replace(/\/+$/, ''),
    headers: clientHeaders(options),
    // By name, or axios looks through its three for each request.
    adapter: 'http',
    responseType: 'arraybuffer',
    maxRedirects: 0,
    proxy: false,
    timeout: 0,
    transformRequest: [],
    transformResponse: [],
    // Counted after unpacking.
    maxContentLength: options.maxResponseBytes,
    // The request's size has been checked before it gets here.
    maxBodyLength: Infinity,
  };
}

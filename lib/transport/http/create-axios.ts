import axios, { type AxiosInstance } from 'axios';
import type { ResolvedKaizenOptions } from '../../options/kaizen-options.js';
import { axiosDefaults } from './axios-defaults.js';

/** An axios instance of a client's own, for a client outside Nest. */
export function createAxios(options: ResolvedKaizenOptions): AxiosInstance {
  return axios.create(axiosDefaults(options));
}

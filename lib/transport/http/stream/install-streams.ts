import type { AxiosInstance, AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import type { Readable } from 'node:stream';
import type { AxiosFailure } from '../failures/axios-failure.js';
import { errorCodeOf } from '../failures/error-code.js';
import { checkHead } from './check-head.js';
import { EventReader } from './event-reader.js';
import { readRefusal } from './read-refusal.js';
import { StreamFaultError } from './stream-fault.js';

/** An error of a request as retries and errors know it. */
interface FailedRequest extends AxiosFailure {
  readonly config?: InternalAxiosRequestConfig;
}

/**
 * Has an axios instance carry out requests whose {@link RequestState} has a stream: what they upload
 * is made anew for each attempt, they are answered when their first event is there, with an
 * {@link EventReader} as the data, and what a service says as it refuses one is read. All of that is
 * part of an attempt, so this must be installed before the retries.
 */
export function installStreams(axios: AxiosInstance): void {
  axios.interceptors.request.use((config) => {
    const upload = config.kaizen?.stream?.upload;
    if (upload && !config.signal?.aborted) config.data = upload.open();
    return config;
  });
  axios.interceptors.response.use(
    (response) => (response.config.kaizen?.stream ? begun(response) : response),
    async (error: Error & FailedRequest) => {
      if (error.config?.kaizen?.stream && error.response) await withWords(error.response);
      throw error;
    },
  );
}

/** The response once its first event is there. */
async function begun(response: AxiosResponse): Promise<AxiosResponse> {
  const body = response.data as Readable;
  const reader = new EventReader(body, response.config.kaizen!.stream!);
  try {
    checkHead(response);
    await reader.begin();
    response.data = reader;
    return response;
  } catch (error) {
    reader.close();
    throw brokenStream(error, response);
  }
}

/** What broke a stream, in the form of an axios error: it may be one of ours, or Node's. */
export function brokenStream(cause: unknown, response: AxiosResponse): Error & FailedRequest {
  const { status, headers, config } = response;
  const request: unknown = response.request;
  // A faulty stream is the same the next time; one that was cut, as far as its end tells, is not.
  const isFaulty = cause instanceof StreamFaultError;
  const code = isFaulty ? 'KAIZEN_FAULTY' : (errorCodeOf(cause) ?? 'ERR_BAD_RESPONSE');
  const facts = { code, config, request, response: { status, headers } };
  return Object.assign(new Error('The stream broke off', { cause }), facts);
}

async function withWords(response: { data?: unknown }): Promise<void> {
  response.data = await readRefusal(response.data as Readable);
}

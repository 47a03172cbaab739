import { randomUUID } from 'node:crypto';
import type { AxiosInstance, AxiosRequestConfig, AxiosResponse } from 'axios';
import type { KaizenBatchOperation } from '../../contract/batch-routes.js';
import {
  type KaizenOperation,
  type OperationRoute,
  OPERATIONS,
} from '../../contract/operations.js';
import { STREAM_EVENTS_TYPE } from '../../contract/stream-routes.js';
import type { KaizenRequests } from '../../contract/types.js';
import type {
  DecodeStreamRequest,
  EncodeStreamRequest,
} from '../../engine/stream/stream-engine.js';
import type { Reporter } from '../../observability/reporter.js';
import type { ResolvedKaizenOptions } from '../../options/kaizen-options.js';
import type {
  KaizenBatchAnswer,
  KaizenBatchItem,
  KaizenDecodeStreamPart,
  KaizenEncodeStreamPart,
  KaizenTransport,
  KaizenTransportAnswer,
  KaizenTransportCall,
} from '../kaizen-transport.js';
import { BatchRequests } from './batch/batch-requests.js';
import { cleanRequestId } from './body/clean-request-id.js';
import { readBody } from './body/read-body.js';
import { lowerCase } from './client-headers.js';
import { tellEndOf } from './failures/ended-call.js';
import { toKaizenError } from './failures/to-kaizen-error.js';
import { requestBody } from './request-body.js';
import { RequestState } from './request-state.js';
import { installRetries } from './retry/install-retries.js';
import { type ConnectionAgents, createAgents } from './sockets/agents.js';
import type { PhaseTimeouts } from './sockets/phase-timeouts.js';
import { createTimedTransport } from './sockets/timed-transport.js';
import type { EventReader } from './stream/event-reader.js';
import { installStreams } from './stream/install-streams.js';
import { type StreamMessage, StreamRequests } from './stream/stream-requests.js';
import { trimDefaults } from './trim-defaults.js';

type Route = Pick<OperationRoute, 'method' | 'path'>;

/** The REST API of a Kaizen service, over an axios instance of its own. */
export class HttpTransport implements KaizenTransport {
  readonly kind = 'http';
  readonly #options: ResolvedKaizenOptions;
  readonly #axios: AxiosInstance;
  readonly #agents: ConnectionAgents;
  readonly #reporter: Reporter;
  readonly #batches: BatchRequests;
  readonly #streams: StreamRequests;

  /**
   * @param options The client's options.
   * @param axios An instance that nobody else uses, made with `axiosDefaults(options)`.
   * @throws {@link KaizenOptionsError} for a certificate or key that cannot be read.
   */
  constructor(options: ResolvedKaizenOptions, axios: AxiosInstance, reporter: Reporter) {
    this.#options = options;
    this.#axios = axios;
    this.#reporter = reporter;
    this.#agents = createAgents(options, options.baseUrl);
    trimDefaults(axios);
    const { httpAgent, httpsAgent } = this.#agents;
    const transport = createTimedTransport(options);
    Object.assign(axios.defaults, { httpAgent, httpsAgent, transport });
    installStreams(axios);
    installRetries(axios, { options, agents: this.#agents, reporter });
    this.#batches = new BatchRequests(options, (operation, path, body, call) =>
      this.#ask(new RequestState(operation, call), { method: 'POST', path }, body),
    );
    this.#streams = new StreamRequests(options, {
      send: (state, message) => this.#openStream(state, message),
      execute: (operation, request, call) => this.execute(operation, request, call),
      idOf: (headers, call) => cleanRequestId(headers, call, reporter.redactor),
    });
  }

  /** {@inheritDoc KaizenTransport.execute} */
  async execute<O extends KaizenOperation>(
    operation: O,
    request: KaizenRequests[O],
    call: KaizenTransportCall,
  ): Promise<KaizenTransportAnswer> {
    const data = requestBody(operation, request, this.#options);
    return this.#ask(new RequestState(operation, call), OPERATIONS[operation], data);
  }

  /** {@inheritDoc KaizenTransport.executeBatch} */
  executeBatch<O extends KaizenBatchOperation>(
    operation: O,
    items: readonly KaizenBatchItem<O>[],
    call: KaizenTransportCall,
  ): Promise<readonly KaizenBatchAnswer[] | undefined> {
    return this.#batches.execute(operation, items, call);
  }

  /** {@inheritDoc KaizenTransport.takesBatch} */
  takesBatch(operation: KaizenBatchOperation): boolean | undefined {
    return this.#batches.takes(operation);
  }

  /** {@inheritDoc KaizenTransport.encodeStream} */
  encodeStream(
    request: EncodeStreamRequest,
    call: KaizenTransportCall,
  ): AsyncIterable<KaizenEncodeStreamPart> {
    return this.#streams.encode(request, call);
  }

  /** {@inheritDoc KaizenTransport.decodeStream} */
  decodeStream(
    request: DecodeStreamRequest,
    call: KaizenTransportCall,
  ): AsyncIterable<KaizenDecodeStreamPart> {
    return this.#streams.decode(request, call);
  }

  /** Closes every socket. */
  close(): Promise<void> {
    this.#agents.close();
    return Promise.resolve();
  }

  async #ask(
    state: RequestState,
    route: Route,
    data: string | undefined,
  ): Promise<KaizenTransportAnswer> {
    const failed = { state, options: this.#options, requestBody: data };
    const forget = tellEndOf(failed);
    try {
      const response = await this.#axios.request<Buffer>(this.#config(state, route, data));
      const body = readBody(response);
      letGoOfBytes(response);
      const requestId = cleanRequestId(response.headers, state.call, this.#reporter.redactor);
      return { body, servedBy: this.kind, requestId, attempts: state.attempts };
    } catch (error) {
      throw toKaizenError(error, failed);
    } finally {
      forget();
    }
  }

  #openStream(
    state: RequestState,
    { path, type, body }: StreamMessage,
  ): Promise<AxiosResponse<EventReader>> {
    const config = this.#config(state, { method: 'POST', path }, body);
    return this.#axios.request({
      ...config,
      responseType: 'stream',
      // The events are counted as they are read.
      maxContentLength: -1,
      headers: {
        ...config.headers,
        accept: `${STREAM_EVENTS_TYPE}, application/json`,
        'content-type': type,
      },
      // An upload cannot be sent again, so it must not meet a socket that is just being closed.
      ...(state.stream?.upload && this.#agents.fresh()),
    });
  }

  #config(
    state: RequestState,
    { method, path }: Route,
    data: string | undefined,
  ): AxiosRequestConfig {
    const { call } = state;
    return {
      method,
      url: path,
      data,
      signal: call.signal,
      headers: {
        ...(call.headers && lowerCase(call.headers)),
        ...(call.secretHeaders && lowerCase(call.secretHeaders)),
        ...(data !== undefined && { 'content-type': 'application/json' }),
        'x-request-id': call.requestId,
        'idempotency-key': call.idempotencyKey ?? randomUUID(),
      },
      ...(hasOwnTimeouts(call) && {
        transport: createTimedTransport(phaseTimeouts(this.#options, call)),
      }),
      kaizen: state,
    };
  }
}

/**
 * What axios waited with for the response is by now so old that it stays in memory until the next full
 * collection, and the response with it: that would make up a good part of what a large one costs.
 */
function letGoOfBytes(response: { data?: unknown }): void {
  response.data = undefined;
}

function hasOwnTimeouts(call: Partial<PhaseTimeouts>): boolean {
  const { poolTimeoutMs, connectTimeoutMs, writeTimeoutMs, readTimeoutMs } = call;
  return (poolTimeoutMs ?? connectTimeoutMs ?? writeTimeoutMs ?? readTimeoutMs) !== undefined;
}

/** The client's limits, or a call's own. */
function phaseTimeouts(options: PhaseTimeouts, call: KaizenTransportCall): PhaseTimeouts {
  return {
    poolTimeoutMs: call.poolTimeoutMs ?? options.poolTimeoutMs,
    connectTimeoutMs: call.connectTimeoutMs ?? options.connectTimeoutMs,
    writeTimeoutMs: call.writeTimeoutMs ?? options.writeTimeoutMs,
    readTimeoutMs: call.readTimeoutMs ?? options.readTimeoutMs,
  };
}

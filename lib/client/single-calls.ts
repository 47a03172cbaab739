import { randomUUID } from 'node:crypto';
import { hydrateResponse } from '../contract/hydrate-response.js';
import type { KaizenOperation } from '../contract/operations.js';
import type { KaizenRequests, KaizenResponses } from '../contract/types.js';
import { validateRequest } from '../contract/validate-request.js';
import type { CallWatch } from '../observability/call-watch.js';
import type { Reporter } from '../observability/reporter.js';
import { checkOptions } from '../options/check-options.js';
import type { ResolvedKaizenOptions } from '../options/kaizen-options.js';
import type { KaizenTransport, KaizenTransportCall } from '../transport/kaizen-transport.js';
import { withRequestId } from './call-errors.js';
import { callIdOf } from './call-id.js';
import type { CallRunner } from './call-runner.js';
import { CALL_OPTION_TABLE, type KaizenCallOptions } from './kaizen-call-options.js';

/** The calls of a client that ask for one thing and wait for one answer. */
export class SingleCalls {
  constructor(
    private readonly transport: KaizenTransport,
    private readonly options: ResolvedKaizenOptions,
    private readonly calls: CallRunner,
    private readonly reporter: Reporter,
  ) {}

  /** Has an operation carried out, watched from its beginning to its end. */
  async run<O extends KaizenOperation>(
    operation: O,
    payload: KaizenRequests[O],
    given: KaizenCallOptions = {},
  ): Promise<KaizenResponses[O]> {
    checkOptions<KaizenCallOptions>(given, CALL_OPTION_TABLE, 'call');
    const { signal, timeoutMs = this.options.timeoutMs, ...own } = given;
    const requestId = callIdOf(given);
    const { kind: transport } = this.transport;
    const { headers } = own;
    const watch = this.reporter.begin({ operation, requestId, transport, payload, headers });
    const { span } = watch;
    const told = { ...own, timeoutMs, requestId, ...(span && { span }) };
    try {
      const response = await watch.run(() =>
        this.calls.run({ method: operation, signal, timeoutMs }, (stop) =>
          this.#execute(operation, payload, { ...told, signal: stop }, watch),
        ),
      );
      watch.succeeded(response);
      return response;
    } catch (error) {
      const named = withRequestId(error, requestId);
      watch.failed(named);
      throw named;
    }
  }

  /** Does work that asks nobody: within the limits of a call, and not watched. */
  async aside<T>(method: string, work: () => Promise<T>): Promise<T> {
    const { timeoutMs } = this.options;
    try {
      return await this.calls.run({ method, timeoutMs }, work);
    } catch (error) {
      throw withRequestId(error, randomUUID());
    }
  }

  async #execute<O extends KaizenOperation>(
    operation: O,
    payload: KaizenRequests[O],
    call: KaizenTransportCall,
    watch: CallWatch,
  ): Promise<KaizenResponses[O]> {
    const request = validateRequest(operation, payload);
    const answer = await this.transport.execute(operation, request, call);
    watch.answered(answer);
    const { body, servedBy, requestId = call.requestId, attempts, cache } = answer;
    return hydrateResponse(operation, body, { requestId, servedBy, attempts, cache });
  }
}

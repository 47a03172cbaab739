import { loadDependency } from '../../errors/load-dependency.js';
import type { Exchange } from '../http/exchange.js';
import { DURATION_BUCKETS } from '../../integrations/figures/duration-buckets.js';
import type { RefusalCode } from '../refusals/refusal-codes.js';

/** What the gauges show at the moment they are asked. */
export interface LoadFigures {
  /** Operations under way. */
  readonly running: number;
  /** Bytes of bodies that are held. */
  readonly pendingBytes: number;
}

/** What the gauge of the worker threads shows. */
export interface PoolFigures {
  /** Jobs that have a worker thread or wait for one. */
  readonly farJobs: number;
}

/** What is used of `prom-client`'s registry, histogram and counter. */
interface Registry {
  readonly contentType: string;
  metrics(): Promise<string>;
}
interface Histogram {
  observe(labels: Record<string, string>, value: number): void;
}
interface Counter {
  inc(labels: Record<string, string>): void;
}

/** Counts for Prometheus, in a registry of its own. Its labels have few values, whatever is asked. */
export class PrometheusRecorder {
  private constructor(
    private readonly registry: Registry,
    private readonly durations: Histogram,
    private readonly refusals: Counter,
  ) {}

  /** @throws {@link KaizenDependencyError} when `prom-client` is not installed. */
  static async create(load: LoadFigures, pool: PoolFigures): Promise<PrometheusRecorder> {
    const importing = () => import('prom-client');
    const prom = await loadDependency('Option "metrics"', 'prom-client', importing);
    const registry = new prom.Registry();
    const registers = [registry];
    prom.collectDefaultMetrics({ register: registry });
    const gauge = (name: string, help: string, read: () => number) =>
      new prom.Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    gauge('kaizen_server_operations', 'Operations under way.', () => load.running);
    gauge('kaizen_server_pending_bytes', 'Request bytes held.', () => load.pendingBytes);
    gauge('kaizen_server_pool_jobs', 'Jobs in or before a thread.', () => pool.farJobs);
    const durations = new prom.Histogram({
      name: 'kaizen_server_request_duration_seconds',
      help: 'How long requests took, by route, method and class of status.',
      labelNames: ['route', 'method', 'status'],
      buckets: [...DURATION_BUCKETS],
      registers,
    });
    const refusals = new prom.Counter({
      name: 'kaizen_server_refusals_total',
      help: 'Requests that were refused, by the code of the error.',
      labelNames: ['code'],
      registers,
    });
    return new PrometheusRecorder(registry, durations, refusals);
  }

  /** The type of what {@link text} gives. */
  get contentType(): string {
    return this.registry.contentType;
  }

  /** All figures, as Prometheus reads them. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  answered({ route = 'none', request, beganAt }: Exchange, status: number): void {
    const method = METHODS.has(request.method) ? String(request.method) : 'other';
    const seconds = (performance.now() - beganAt) / 1000;
    this.durations.observe({ route, method, status: `${Math.floor(status / 100)}xx` }, seconds);
  }

  refused(code: RefusalCode): void {
    this.refusals.inc({ code });
  }
}

const METHODS: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);

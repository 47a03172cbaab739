import {
  type Attributes,
  type Counter,
  createNoopMeter,
  type Gauge,
  type Histogram,
  type Meter,
  type MeterProvider,
  metrics,
} from '@opentelemetry/api';
import { DURATION_BUCKETS } from '../figures/duration-buckets.js';
import {
  type Figure,
  type FigureLabel,
  type FigureName,
  FIGURES,
  type FigureSink,
  type LabelsOf,
} from '../figures/figures.js';
import { NO_ERROR } from '../figures/figure-recorder.js';
import { ATTRIBUTE_OF_LABEL, SCOPE } from './attributes.js';

type Instrument = Counter | Gauge | Histogram;
type Labels = Readonly<Partial<Record<FigureLabel, string>>>;

/**
 * Puts figures into a meter. The API has no meter that waits for the global provider, so the provider is
 * looked up each time: one that is registered after the clients, or in another's place, is found.
 */
export class MeterSink implements FigureSink {
  #provider?: MeterProvider;
  #instruments?: ReadonlyMap<FigureName, Instrument>;

  constructor(private readonly given?: MeterProvider) {}

  record<N extends FigureName>(figure: N, labels: LabelsOf<N>, value: number): void {
    const instrument = this.#instrumentsNow()?.get(figure);
    if (instrument === undefined) return;
    const { kind, labels: names } = FIGURES[figure];
    const attributes = attributesOf(names, labels);
    if (kind === 'counter') (instrument as Counter).add(value, attributes);
    else (instrument as Gauge | Histogram).record(value, attributes);
  }

  #instrumentsNow(): ReadonlyMap<FigureName, Instrument> | undefined {
    const provider = this.given ?? metrics.getMeterProvider();
    if (provider !== this.#provider) {
      this.#instruments = createAll(provider.getMeter(SCOPE));
      this.#provider = provider;
    }
    return this.#instruments;
  }
}

/** Nothing for the meter that does nothing. */
function createAll(meter: Meter): ReadonlyMap<FigureName, Instrument> | undefined {
  if (meter === createNoopMeter()) return undefined;
  const names = Object.keys(FIGURES) as FigureName[];
  return new Map(names.map((name) => [name, create(meter, FIGURES[name])]));
}

function create(meter: Meter, { kind, openTelemetry, help, unit }: Figure): Instrument {
  const options = { description: help, unit };
  if (kind === 'counter') return meter.createCounter(openTelemetry, options);
  if (kind === 'gauge') return meter.createGauge(openTelemetry, options);
  const advice = { explicitBucketBoundaries: [...DURATION_BUCKETS] };
  return meter.createHistogram(openTelemetry, { ...options, advice });
}

/** A call without an error has no `error.type`, as the conventions want it. */
function attributesOf(names: readonly FigureLabel[], labels: Labels): Attributes {
  const attributes: Attributes = {};
  for (const name of names) {
    const value = labels[name];
    if (name === 'error_code' && value === NO_ERROR) continue;
    attributes[ATTRIBUTE_OF_LABEL[name]] = value;
  }
  return attributes;
}

import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { Metric } from 'prom-client';
import type { Histogram } from './histogram.ts';

export interface LabelledValue {
  labels: Record<string, string>;
  value: number;
}

export interface LabelledHistogram {
  labels: Record<string, string>;
  histogram: Histogram;
}

type Read<T> = () => number | T[];

/** Ten wakings a second to measure how late the event loop is: more would keep laptops from resting. */
const eventLoopMonitoringPrecision = 100;
const prefix = 'future_talk_';

/** Metrics that are read when somebody asks; nothing is handed to them while the server works. */
export class MetricsRegistry {
  readonly #registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.#registry, eventLoopMonitoringPrecision });
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  gauge(name: string, help: string, labelNames: string[], read: Read<LabelledValue>): void {
    const gauge = new Gauge({
      ...{ name: `${prefix}${name}`, help, labelNames, registers: [this.#registry] },
      collect: () => {
        gauge.reset();
        for (const { labels, value } of listed(read)) gauge.set(labels, value);
      },
    });
  }

  counter(name: string, help: string, labelNames: string[], read: Read<LabelledValue>): void {
    const counter = new Counter({
      ...{ name: `${prefix}${name}`, help, labelNames, registers: [this.#registry] },
      collect: () => {
        counter.reset();
        for (const { labels, value } of listed(read)) counter.inc(labels, value);
      },
    });
  }

  /** The library's own would have to be told each value as it comes. */
  histogram(name: string, help: string, read: () => LabelledHistogram[]): void {
    const metric = {
      name: `${prefix}${name}`,
      get: () => ({
        ...{ name: `${prefix}${name}`, help, type: 'histogram', aggregator: 'sum' },
        values: read().flatMap((each) => histogramLines(`${prefix}${name}`, each)),
      }),
    };
    this.#registry.registerMetric(metric as unknown as Metric);
  }
}

function listed(read: Read<LabelledValue>): LabelledValue[] {
  const value = read();
  return typeof value === 'number' ? [{ labels: {}, value }] : value;
}

function histogramLines(name: string, { labels, histogram }: LabelledHistogram) {
  let below = 0;
  const buckets = histogram.counts.map((count, index) => {
    below += count;
    const le = histogram.bounds[index] ?? '+Inf';
    return { metricName: `${name}_bucket`, labels: { le, ...labels }, value: below };
  });
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: histogram.sum },
    { metricName: `${name}_count`, labels, value: below },
  ];
}

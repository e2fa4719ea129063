import type { EndpointDeclaration } from '#protocol/endpoint.ts';
import type { ErrorCode } from '#protocol/errors.ts';
import { Histogram } from './histogram.ts';

const durationBoundsSeconds = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

export class RouteTraffic {
  /** By the first digit of the status. */
  readonly byClass: [number, number, number, number, number, number] = [0, 0, 0, 0, 0, 0];
  /** Seconds from the request until its answer begins. */
  readonly durations = new Histogram(durationBoundsSeconds);
}

/** What comes and goes, counted in plain numbers that are read only when somebody asks. */
export class Traffic {
  /** Null for requests that no route has taken. */
  readonly byEndpoint = new Map<EndpointDeclaration | null, RouteTraffic>();
  /** Of requests, sockets and channels alike. */
  readonly refusals = new Map<ErrorCode, number>();
  readonly sockets = { plain: 0, sealed: 0 };
  readonly handshakes = { completed: 0, failed: 0 };
  requests = 0;

  countRequest(endpoint: EndpointDeclaration | null, status: number, durationMs: number): void {
    let route = this.byEndpoint.get(endpoint);
    if (route === undefined) {
      route = new RouteTraffic();
      this.byEndpoint.set(endpoint, route);
    }
    const statusClass = Math.floor(status / 100) as 1 | 2 | 3 | 4 | 5;
    route.byClass[statusClass] += 1;
    route.durations.count(durationMs / 1000);
    this.requests += 1;
  }

  countRefusal(code: ErrorCode): void {
    this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
  }
}

import type { NoisePrimitives } from '#protocol/noise/noise-primitives.ts';
import type { Transport } from '../transport.ts';
import type { Wire, WireListener } from './wire.ts';

/** What the client needs of where it runs: a program of Node's, or a page in a browser. */
export interface Platform {
  readonly primitives: NoisePrimitives;
  /** `url` is `ws:` or `wss:`. */
  openWire(url: URL, listener: WireListener): Wire;
  /** The plain API at a server's origin. Throws ClientError. */
  plainTransport(url: string): Transport;
  /** Where a defect is told that has no caller. */
  warn(problem: unknown): void;
}

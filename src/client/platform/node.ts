import { nodePrimitives } from '#protocol/noise/node-primitives.ts';
import { PlainTransport } from '../plain-transport.ts';
import { openNodeWire } from './node-wire.ts';
import type { Platform } from './platform.ts';

export const platform: Platform = {
  primitives: nodePrimitives,
  openWire: openNodeWire,
  plainTransport: (url) => new PlainTransport(url),
  warn: (problem) => {
    process.emitWarning(problem instanceof Error ? problem : String(problem));
  },
};

import { portablePrimitives } from '#protocol/noise/portable-primitives.ts';
import { ClientError } from '../client-error.ts';
import { openBrowserWire } from './browser-wire.ts';
import type { Platform } from './platform.ts';

export const platform: Platform = {
  primitives: portablePrimitives,
  openWire: openBrowserWire,
  plainTransport: (url) => {
    throw new ClientError('UNREACHABLE', `A page speaks to ${url} over the sealed channel alone`);
  },
  warn: (problem) => {
    reportError(problem);
  },
};

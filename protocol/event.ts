import { z } from 'zod';
import { cursor, timestamp } from './identifiers.ts';

type Shape = z.core.$ZodLooseShape;

/** An event that sync can replay; it carries the cursor of its place in the log. */
export function defineReplayableEvent<const T extends string, S extends Shape>(type: T, shape: S) {
  return z.object({ type: z.literal(type), ...shape, timestamp, cursor });
}

/** An event that matters only while it is fresh: typing, presence, the connection itself. */
export function definePassingEvent<const T extends string, S extends Shape>(type: T, shape: S) {
  return z.object({ type: z.literal(type), ...shape, timestamp });
}

/** A message from client to server over the WebSocket: `{type, data}`. */
export function defineCommand<const T extends string, S extends Shape>(type: T, shape: S) {
  return z.object({ type: z.literal(type), data: z.object(shape) });
}

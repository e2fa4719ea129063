import { passingEvent, replayableEvent } from '#protocol/events.ts';
import type { ReplayableEvent, ServerEvent } from '#protocol/events.ts';

const replayableTypes = new Set<string>(
  replayableEvent.options.map((option) => option.shape.type.value),
);
const passingTypes = new Set<string>(passingEvent.options.map((option) => option.shape.type.value));

/**
 * What came over the wire. `unknown` is an event of a newer server, which an older client passes
 * over; `invalid` is one that breaks the contract.
 */
export type EventReading = { event: ServerEvent } | { event: null; because: 'unknown' | 'invalid' };

/** Reads one event of a socket or of a sync page. Never throws. */
export function readServerEvent(value: unknown): EventReading {
  const type = typeOf(value);
  if (type === null) return { event: null, because: 'invalid' };
  const isReplayable = replayableTypes.has(type);
  if (!isReplayable && !passingTypes.has(type)) return { event: null, because: 'unknown' };
  const parsed = (isReplayable ? replayableEvent : passingEvent).safeParse(value);
  return parsed.success ? { event: parsed.data } : { event: null, because: 'invalid' };
}

export function isReplayable(event: ServerEvent): event is ReplayableEvent {
  return replayableTypes.has(event.type);
}

function typeOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('type' in value)) return null;
  return typeof value.type === 'string' ? value.type : null;
}

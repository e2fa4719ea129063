import { parseJson } from './json.ts';
import { readServerEvent } from './server-events.ts';
import type { EventReading } from './server-events.ts';

export interface EventCounts {
  /** Events of a newer server, passed over. */
  unknown: number;
  /** Events that broke the contract, passed over. */
  invalid: number;
}

/** Reads events, and counts those that nobody gets to see. */
export class EventReader {
  readonly counts: EventCounts = { unknown: 0, invalid: 0 };

  readText(text: string): EventReading {
    return this.readValue(parseJson(text));
  }

  readValue(value: unknown): EventReading {
    const reading = readServerEvent(value);
    if (reading.event === null) this.counts[reading.because] += 1;
    return reading;
  }
}

import { isSameDay } from '../../lib/format-time.ts';

const groupWithinMs = 5 * 60_000;

interface Placed {
  senderId: string;
  /** RFC 3339. */
  createdAt: string;
}

export interface Place {
  startsDay: boolean;
  startsGroup: boolean;
}

/** Whether a message opens a day, and whether it opens a group of its sender's. */
export function placeAfter(previous: Placed | undefined, message: Placed): Place {
  if (!previous || !isSameDay(previous.createdAt, message.createdAt)) {
    return { startsDay: true, startsGroup: true };
  }
  const apartMs = Date.parse(message.createdAt) - Date.parse(previous.createdAt);
  const startsGroup = previous.senderId !== message.senderId || apartMs > groupWithinMs;
  return { startsDay: false, startsGroup };
}

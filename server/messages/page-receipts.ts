import type { UserId } from '#protocol/identifiers.ts';
import { PeopleJson } from './page-json.ts';

/** How far a conversation's messages have come to one of its members. */
export interface ReachRow {
  user_id: UserId;
  joined_at: number;
  read_seq: number;
  delivered_seq: number;
}

interface EarlyReadRow {
  user_id: UserId;
  first_seq: number;
  last_seq: number;
}

/** The same for all of them. */
export interface Reach {
  members: ReachRow[];
  /** Messages read out of order, before all that came before them. */
  early: EarlyReadRow[];
}

interface SentMessage {
  seq: number;
  sender_id: UserId;
  created_at: number;
}

/** Who joined later can read a message, and yet was never sent it. */
function wasSent(row: SentMessage, member: ReachRow): boolean {
  return member.user_id !== row.sender_id && member.joined_at <= row.created_at;
}

/** Who has read it before all that came before it. */
function earlyReaders({ seq }: SentMessage, { early }: Reach): Set<UserId> {
  const marks = early.filter((mark) => mark.first_seq <= seq && seq <= mark.last_seq);
  return new Set(marks.map((mark) => mark.user_id));
}

/** Whom a message has come to. */
export function receiptsOf(row: SentMessage, reach: Reach) {
  const readEarly = earlyReaders(row, reach);
  const reaches = (member: ReachRow, seq: number) =>
    wasSent(row, member) && (seq >= row.seq || readEarly.has(member.user_id));
  return {
    hasRead: (member: ReachRow) => reaches(member, member.read_seq),
    hasGot: (member: ReachRow) => reaches(member, Math.max(member.read_seq, member.delivered_seq)),
  };
}

interface Lists {
  deliveredTo: Uint8Array;
  readBy: Uint8Array;
}

/** Who has got and read each message of a page, as JSON: mostly the same people for many of them. */
export class PageReceipts {
  readonly #reach: Reach;
  readonly #people: PeopleJson;
  readonly #known = new Map<string, Lists>();

  constructor(reach: Reach) {
    this.#reach = reach;
    this.#people = new PeopleJson(reach.members.map((member) => member.user_id));
  }

  of(row: SentMessage): Lists {
    const key = this.#keyOf(row);
    const lists = this.#known.get(key) ?? this.#listsOf(row);
    this.#known.set(key, lists);
    return lists;
  }

  /**
   * Whoever has come as far as one message has come as far as each before it: of two sets of them one holds the
   * other, so that how many they are says who they are. Those who have read out of order are named.
   */
  #keyOf(row: SentMessage): string {
    const { seq, sender_id, created_at } = row;
    let [joined, got, read] = [0, 0, 0];
    for (const member of this.#reach.members) {
      if (member.joined_at <= created_at) joined += 1;
      if (member.read_seq >= seq) read += 1;
      if (member.read_seq >= seq || member.delivered_seq >= seq) got += 1;
    }
    const counts = `${sender_id} ${String(joined)} ${String(got)} ${String(read)}`;
    const readers = this.#reach.early.length === 0 ? [] : [...earlyReaders(row, this.#reach)];
    return readers.length === 0 ? counts : `${counts} ${readers.join(' ')}`;
  }

  #listsOf(row: SentMessage): Lists {
    const { hasGot, hasRead } = receiptsOf(row, this.#reach);
    const listed = (has: (member: ReachRow) => boolean) =>
      this.#people.where((place) => {
        const member = this.#reach.members[place];
        return member !== undefined && has(member);
      });
    return { deliveredTo: listed(hasGot), readBy: listed(hasRead) };
  }
}

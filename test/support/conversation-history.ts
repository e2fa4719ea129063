import type { Message } from '#protocol/messages.ts';
import type { ReplayableEvent } from '#protocol/events.ts';
import type { TestPerson } from './rest.ts';

/** Every message of a conversation, oldest first, page by page. */
export async function everyMessage(reader: TestPerson, conversationId: string): Promise<Message[]> {
  const newestFirst: Message[] = [];
  for (;;) {
    const oldest = newestFirst.at(-1);
    const before = oldest === undefined ? '' : `&before_message_id=${oldest.id}`;
    const path = `/messages/conversations/${conversationId}/messages?mark_read=false&limit=100`;
    const { body } = await reader.get<Message[]>(`${path}${before}`);
    if (body.length === 0) return newestFirst.reverse();
    newestFirst.push(...body);
  }
}

interface SyncPage {
  events: ReplayableEvent[];
  next_cursor: string;
  has_more: boolean;
}

/** Everything that sync has for a person, from the beginning. */
export async function everyEvent(person: TestPerson): Promise<ReplayableEvent[]> {
  const all: ReplayableEvent[] = [];
  for await (const event of eventsOf(person)) all.push(event);
  return all;
}

/** The same, one after another: all together they may be more than memory holds. */
export async function* eventsOf(person: TestPerson): AsyncGenerator<ReplayableEvent> {
  let cursor = '0';
  for (let hasMore = true; hasMore;) {
    const { body } = await person.get<SyncPage>(`/messages/sync?limit=500&cursor=${cursor}`);
    yield* body.events;
    cursor = body.next_cursor;
    hasMore = body.has_more;
  }
}

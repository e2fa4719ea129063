import { describe, expect, test } from 'vitest';
import { Timeline } from '../../../src/renderer/features/messages/timeline.state.svelte.ts';
import { installFakeBridge, Refusal } from './support/fake-bridge.ts';
import {
  annaId,
  benId,
  message,
  messageId,
  minute,
  outgoing,
  ownId,
  ownMessage,
  roomId,
} from './support/samples.ts';
import { contents, loaded, page } from './support/timelines.ts';
import type { Message } from '#protocol/messages.ts';

describe('order', () => {
  test('oldest first, whatever order they came in', async () => {
    const { timeline } = await loaded([[message(3), message(2)]]);
    timeline.receive(message(5));
    timeline.receive(message(4));
    expect(contents(timeline)).toEqual(['message 2', 'message 3', 'message 4', 'message 5']);
  });

  test('the same message twice stands there once', async () => {
    const { timeline } = await loaded([[message(1)]]);
    timeline.receive(message(2));
    timeline.receive(message(2));
    expect(contents(timeline)).toEqual(['message 1', 'message 2']);
  });

  test('an event that comes while the page is fetched is neither lost nor doubled', async () => {
    const timeline = new Timeline(roomId, ownId);
    installFakeBridge({
      listMessages: () => {
        timeline.receive(message(2));
        timeline.receive(message(3));
        return [message(2), message(1)];
      },
      listOutgoing: () => [],
    });
    await timeline.load(0);
    expect(contents(timeline)).toEqual(['message 1', 'message 2', 'message 3']);
  });

  test('what is on its way comes last, in the order of sending', async () => {
    const late = outgoing({
      client_message_id: 'b',
      content: 'second',
      created_at: '2026-05-04T11:00:01.000Z',
    });
    const early = outgoing({
      client_message_id: 'a',
      content: 'first',
      created_at: '2026-05-04T11:00:00.000Z',
    });
    const { timeline } = await loaded([[message(1)]], [late, early]);
    timeline.receive(message(2));
    expect(contents(timeline)).toEqual(['message 1', 'message 2', 'first', 'second']);
  });
});

describe('sending', () => {
  test('a message keeps its entry from sending to sent', async () => {
    const { timeline } = await loaded([[message(1)]]);
    timeline.outgoingChanged(outgoing());
    const entry = timeline.entries.at(-1);
    expect(entry?.stateFor([annaId])).toBe('sending');

    const stored = ownMessage(2, { client_message_id: 'client-1', content: 'on its way' });
    timeline.receive(stored);
    timeline.settled('client-1', stored);
    expect(timeline.entries).toHaveLength(2);
    expect(timeline.entries.at(-1)).toBe(entry);
    expect(entry?.stateFor([annaId])).toBe('sent');
    expect(entry?.outgoing).toBeNull();
  });

  test('an answer that comes after the message does not bring the clock back', async () => {
    const { timeline } = await loaded([[]]);
    timeline.receive(ownMessage(1, { client_message_id: 'client-1' }));
    timeline.outgoingChanged(outgoing());
    expect(timeline.entries).toHaveLength(1);
    expect(timeline.entries[0]?.stateFor([annaId])).toBe('sent');
    expect(timeline.entries[0]?.outgoing).toBeNull();
  });

  test('a failure is shown, a retry clears it, a dropped message goes', async () => {
    const { timeline } = await loaded([[]]);
    timeline.outgoingChanged(outgoing());
    timeline.outgoingChanged(outgoing({ state: 'failed' }));
    expect(timeline.entries[0]?.stateFor([annaId])).toBe('failed');
    timeline.outgoingChanged(outgoing({ state: 'sending' }));
    expect(timeline.entries[0]?.stateFor([annaId])).toBe('sending');
    timeline.settled('client-1', null);
    expect(timeline.entries).toHaveLength(0);
  });

  test("somebody else's message with the same client id is another message", async () => {
    const { timeline } = await loaded([[]]);
    timeline.outgoingChanged(outgoing());
    timeline.receive(message(1, { client_message_id: 'client-1' }));
    expect(timeline.entries).toHaveLength(2);
  });
});

describe('receipts', () => {
  test('delivered and read when every other member has it', async () => {
    const { timeline } = await loaded([[ownMessage(1)]]);
    const others = [annaId, benId];
    const state = () => timeline.entries[0]?.stateFor(others);
    timeline.delivered(messageId(1), [annaId]);
    expect(state()).toBe('sent');
    timeline.read([messageId(1)], benId);
    expect(state()).toBe('delivered');
    timeline.read([messageId(1)], annaId);
    expect(state()).toBe('read');
  });

  test('who joined later was not sent it, and is not waited for', async () => {
    const sent = ownMessage(1);
    const { timeline } = await loaded([[sent]]);
    const [entry] = timeline.entries;
    const at = Date.parse(sent.created_at);
    const members = [annaId, benId].map((user_id, index) => ({
      user_id,
      joined_at: new Date(at + index).toISOString(),
    }));
    expect(entry?.sentTo(members)).toEqual([annaId]);
    timeline.read([messageId(1)], annaId);
    expect(entry?.stateFor(entry.sentTo(members))).toBe('read');
  });

  test('nobody else in the conversation makes nothing read', async () => {
    const { timeline } = await loaded([[ownMessage(1)]]);
    expect(timeline.entries[0]?.stateFor([])).toBe('sent');
  });

  test('the same receipt twice counts once', async () => {
    const { timeline } = await loaded([[ownMessage(1)]]);
    timeline.read([messageId(1)], annaId);
    timeline.read([messageId(1)], annaId);
    expect(timeline.entries[0]?.message?.read_by).toEqual([annaId]);
  });

  test('a destroyed message keeps its place and loses its text', async () => {
    const { timeline } = await loaded([[message(2), message(1)]]);
    timeline.destroyed(messageId(1));
    expect(contents(timeline)).toEqual(['', 'message 2']);
    expect(timeline.entries[0]?.message?.is_destroyed).toBe(true);
  });
});

describe('what is done to a message', () => {
  const thumb = [{ emoji: '👍', count: 1, user_ids: [annaId] }];

  test('an edit changes it where it stands', async () => {
    const { timeline } = await loaded([[message(2), message(1)]]);
    timeline.updated(message(1, { content: 'better', edited_at: minute(9) }));
    timeline.updated(message(7, { content: 'not loaded' }));
    expect(contents(timeline)).toEqual(['better', 'message 2']);
    expect(timeline.entries[0]?.message?.edited_at).toBe(minute(9));
  });

  test('reactions come and go', async () => {
    const { timeline } = await loaded([[message(1)]]);
    timeline.reacted(messageId(1), thumb);
    expect(timeline.entries[0]?.message?.reactions).toEqual(thumb);
    timeline.reacted(messageId(1), []);
    expect(timeline.entries[0]?.message?.reactions).toEqual([]);
  });

  test('a deleted one keeps its place and nothing else, and is not unread', async () => {
    const { timeline } = await loaded([[message(2), message(1, { reactions: thumb })]]);
    timeline.deleted(messageId(1));
    expect(contents(timeline)).toEqual(['', 'message 2']);
    expect(timeline.entries[0]?.message).toMatchObject({ is_deleted: true, reactions: [] });
    expect(timeline.entries[0]?.isUnreadBy(ownId)).toBe(false);
    expect(timeline.unreadAtEnd()).toBe(1);
  });

  test('is not lost to a page that was on its way', async () => {
    const { timeline } = await loaded([[message(2), message(1)]]);
    installFakeBridge({
      listMessages: () => {
        timeline.updated(message(1, { content: 'better' }));
        timeline.deleted(messageId(2));
        return [message(2), message(1)];
      },
      listOutgoing: () => [],
    });
    await timeline.load(0);
    expect(contents(timeline)).toEqual(['better', '']);
    // The next page is as it comes.
    installFakeBridge({
      listMessages: () => [message(1, { content: 'best' })],
      listOutgoing: () => [],
    });
    await timeline.load(0);
    expect(timeline.entry(messageId(1))?.content).toBe('best');
  });
});

describe('what is new', () => {
  test('begins with the first unread of others', async () => {
    const { timeline } = await loaded([
      [message(4), message(3), ownMessage(2), message(1, { read_by: [ownId] })],
    ]);
    expect(timeline.firstNewKey).toBe(timeline.entries[2]?.key);
  });

  test('is nothing that was written before the person came in', async () => {
    installFakeBridge({
      listMessages: () => [message(4), ownMessage(3), message(2), message(1)],
      listOutgoing: () => [],
    });
    const timeline = new Timeline(roomId, ownId);
    timeline.joinedAt = message(3).created_at;
    await timeline.load(1);
    expect(timeline.firstNewKey).toBe(timeline.entry(messageId(4))?.key);
    expect(timeline.unreadAtEnd()).toBe(1);
    timeline.read([messageId(4)], ownId);
    timeline.markNew();
    expect(timeline.firstNewKey).toBeNull();
    expect(timeline.unreadAtEnd()).toBe(0);
  });

  test('moves on once what it stood above was read', async () => {
    const { timeline } = await loaded([[message(1)]]);
    timeline.read([messageId(1)], ownId);
    timeline.receive(message(2));
    const second = timeline.entry(messageId(2));
    if (!second) throw new Error('the message is missing');
    timeline.cameUnseen(second);
    expect(timeline.firstNewKey).toBe(second.key);
  });
});

describe('older pages', () => {
  test('stand before the rest, until the first message', async () => {
    const { timeline, bridge } = await loaded([page(70, 21), page(20, 1)]);
    expect(timeline.hasOlder).toBe(true);
    await timeline.loadOlder();
    expect(bridge.calls.at(-1)?.argument).toMatchObject({ before_message_id: messageId(21) });
    expect(timeline.entries).toHaveLength(70);
    expect(timeline.hasOlder).toBe(false);
  });

  test('are asked for once at a time', async () => {
    const { timeline, bridge } = await loaded([page(70, 21), page(20, 1)]);
    await Promise.all([timeline.loadOlder(), timeline.loadOlder()]);
    expect(bridge.calls.filter(({ name }) => name === 'listMessages')).toHaveLength(2);
  });

  test('a reload after a gap drops what would stand beside a hole', async () => {
    const { timeline } = await loaded([page(60, 11), page(200, 151)]);
    await timeline.load(0);
    expect(timeline.entries[0]?.content).toBe('message 151');
    expect(timeline.entries).toHaveLength(50);
  });
});

describe('a message far back', () => {
  /** A server with 300 messages, as it answers pages. */
  async function long() {
    const newest = { seq: 300 };
    const numbers = (from: number, to: number) =>
      page(Math.min(from, newest.seq), Math.max(to, 1)).slice(0, 50);
    const seqOf = (id: string) => Number(id.slice(-12));
    const bridge = installFakeBridge({
      listMessages: ({ before_message_id, after_message_id, around_message_id }) => {
        if (before_message_id) return numbers(seqOf(before_message_id) - 1, 1);
        if (around_message_id) return numbers(seqOf(around_message_id) + 24, 1);
        if (!after_message_id) return numbers(newest.seq, 1);
        const after = seqOf(after_message_id);
        return after === newest.seq ? [] : numbers(after + 50, after + 1);
      },
      listOutgoing: () => [],
    });
    const timeline = new Timeline(roomId, ownId);
    await timeline.load(0);
    return { timeline, bridge, newest };
  }
  const range = (timeline: Timeline) => [
    timeline.entries[0]?.message?.seq,
    timeline.entries.at(-1)?.message?.seq,
    timeline.entries.length,
  ];

  test('is reached with what stands around it, and leads back page by page', async () => {
    const { timeline } = await long();
    await timeline.reach(messageId(100));
    expect(range(timeline)).toEqual([75, 124, 50]);
    expect([timeline.hasOlder, timeline.hasNewer]).toEqual([true, true]);
    await timeline.loadOlder();
    expect(range(timeline)).toEqual([25, 124, 100]);
    while (timeline.hasNewer) await timeline.loadNewer();
    expect(range(timeline)).toEqual([25, 300, 276]);
    await timeline.loadOlder();
    expect(range(timeline)).toEqual([1, 300, 300]);
    expect(timeline.hasOlder).toBe(false);
  });

  test('that is near extends what is shown, and asks nothing when it is shown already', async () => {
    const { timeline, bridge } = await long();
    await timeline.reach(messageId(240));
    expect(range(timeline)).toEqual([215, 300, 86]);
    expect(timeline.hasNewer).toBe(false);
    const asked = bridge.calls.length;
    await timeline.reach(messageId(216));
    expect(bridge.calls).toHaveLength(asked);
  });

  test('what comes meanwhile waits behind the hole, and is there on the way back', async () => {
    const { timeline, newest } = await long();
    await timeline.reach(messageId(100));
    newest.seq = 301;
    timeline.receive(message(301));
    timeline.outgoingChanged(outgoing());
    expect(range(timeline)).toEqual([75, 124, 50]);
    expect(timeline.all.at(-1)?.content).toBe('on its way');
    await timeline.loadNewest();
    expect(range(timeline)).toEqual([252, undefined, 51]);
    expect(timeline.entries.at(-2)?.message?.seq).toBe(301);
    expect(timeline.hasOlder).toBe(true);
  });

  test('a page that was asked for before the jump makes no hole', async () => {
    const { timeline } = await long();
    await timeline.reach(messageId(100));
    await Promise.all([timeline.loadOlder(), timeline.loadNewer(), timeline.loadNewest()]);
    expect(range(timeline)[1]).toBe(300);
    const numbers = timeline.entries.map((entry) => entry.message?.seq ?? 0);
    expect(numbers.every((seq, index) => index === 0 || seq === numbers[index - 1]! + 1)).toBe(
      true,
    );
  });
});

test('what is unread at the end begins after the newest that was read', async () => {
  const { timeline } = await loaded([[message(4), message(3), message(2), message(1)]]);
  expect(timeline.unreadAtEnd()).toBe(4);
  // Number 1 was passed by unseen; it is not at the end.
  timeline.read([messageId(2)], ownId);
  expect(timeline.unreadAtEnd()).toBe(2);
  timeline.receive(ownMessage(5));
  timeline.receive(message(6));
  expect(timeline.unreadAtEnd()).toBe(3);
  timeline.destroyed(messageId(6));
  expect(timeline.unreadAtEnd()).toBe(2);
  timeline.read([messageId(4)], ownId);
  expect(timeline.unreadAtEnd()).toBe(0);
});

describe('where the person was when the app last ran', () => {
  const read = { read_by: [ownId] };
  const pageOf = (from: number, to: number) => page(from, to).map((one) => ({ ...one, ...read }));

  async function begun(newest: Message[], around: () => Message[]) {
    installFakeBridge({
      listMessages: ({ around_message_id: id }) => (id === undefined ? newest : around()),
      listOutgoing: () => [],
    });
    const timeline = new Timeline(roomId, ownId);
    timeline.placeBefore = { messageId: messageId(20), offsetPx: -12, newestSeq: 200 };
    await timeline.load(0);
    expect(timeline.status).toBe('ready');
    return timeline;
  }

  test('is the place, and what stands around it is loaded', async () => {
    const timeline = await begun(pageOf(200, 151), () => pageOf(50, 1));
    expect(timeline.place?.offsetPx).toBe(-12);
    expect(timeline.entry(messageId(20))?.key).toBe(timeline.place?.key);
    expect(timeline.hasNewer).toBe(true);
  });

  test('gives way to what is new', async () => {
    const timeline = await begun([message(201), ...pageOf(200, 152)], () => pageOf(50, 1));
    expect(timeline.firstNewKey).not.toBeNull();
    expect(timeline.place).toBeNull();
    expect(timeline.hasNewer).toBe(false);
  });

  test('stays where what is new was known then', async () => {
    const timeline = await begun([message(200), ...pageOf(199, 151)], () => pageOf(50, 1));
    expect(timeline.firstNewKey).not.toBeNull();
    expect(timeline.place?.firstNewKey).toBe(timeline.firstNewKey);
    expect(timeline.hasNewer).toBe(true);
  });

  test('is forgotten where the message is not there any more', async () => {
    const timeline = await begun(pageOf(200, 151), () => {
      throw new Refusal('MESSAGE_NOT_FOUND');
    });
    expect(timeline.place).toBeNull();
    expect(timeline.hasNewer).toBe(false);
  });
});

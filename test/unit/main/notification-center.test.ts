import { beforeEach, describe, expect, it } from 'vitest';
import type { Conversation } from '#protocol/conversations.ts';
import type { NotificationContent } from '#ipc/system.ts';
import type { FriendRequestId, MessageId } from '#protocol/identifiers.ts';
import type { Message } from '#protocol/messages.ts';
import { ConversationDirectory } from '../../../src/main/notifications/conversation-directory.ts';
import { NotificationCenter } from '../../../src/main/notifications/notification-center.ts';
import { RememberingLog } from './support/remembering-log.ts';
import {
  ada,
  bob,
  newMessageEvent,
  nextCursor,
  sampleConversation,
  sampleMessage,
  talk,
} from './support/samples.ts';

interface Shown {
  title: string;
  body: string;
  open: boolean;
  silent: boolean;
  answerable: boolean;
  click: () => void;
  dismiss: () => void;
  reply: (text: string) => void;
  markRead: () => void;
}

const nowMs = Date.parse('2026-01-02T03:04:05.500Z');
const timestamp = '2026-01-02T03:04:05.000Z';
let desk: ReturnType<typeof makeDesk>;

function makeDesk() {
  const state = {
    shown: [] as Shown[],
    focused: false,
    opened: [] as unknown[],
    badge: 0,
    content: 'everything' as NotificationContent,
    quiet: false,
    answers: [] as unknown[],
    answer: () => Promise.resolve(sampleConversation({ unread_count: 1 })),
  };
  const directory = new ConversationDirectory((): Promise<Conversation> => state.answer());
  const center = new NotificationCenter({
    directory,
    show: (text, on, previous) => {
      previous?.close();
      const { clicked: click, closed: dismiss, replied: reply, markedRead: markRead } = on;
      const notification = { ...text, open: true, click, dismiss, reply, markRead };
      state.shown.push(notification);
      return {
        close: () => {
          notification.open = false;
          on.closed();
        },
      };
    },
    ownUserId: () => ada,
    isWindowFocused: () => state.focused,
    bringToFront: () => {
      state.focused = true;
    },
    openConversation: (target) => state.opened.push(target),
    content: () => state.content,
    isQuiet: () => state.quiet,
    reply: (id, text) => state.answers.push({ id, text }),
    markRead: (id) => state.answers.push({ id, read: true }),
    onUnread: (count) => {
      state.badge = count;
    },
    log: new RememberingLog(),
    now: () => nowMs,
  });
  return { state, directory, center };
}

/** Lets the answers of the directory arrive. */
async function settle() {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
}

const openOnes = () => desk.state.shown.filter((notification) => notification.open);

beforeEach(() => {
  desk = makeDesk();
});

describe('notifications', () => {
  it('show one per conversation, the latest', async () => {
    desk.center.handle(newMessageEvent(sampleMessage({ content: 'one' })));
    await settle();
    desk.center.handle(newMessageEvent(sampleMessage({ content: 'two' })));
    await settle();
    expect(desk.state.shown.map(({ body }) => body)).toEqual(['one', 'two']);
    expect(openOnes().map(({ body }) => body)).toEqual(['two']);
  });

  it('say how many messages they stand for, until they are away', async () => {
    const ids = ['f1', 'f2', 'f3'].map((end) => `018f0000-0000-7000-8000-0000000000${end}`);
    for (const id of ids) {
      desk.center.handle(newMessageEvent(sampleMessage({ id: id as MessageId })));
      await settle();
    }
    expect(openOnes().map(({ title }) => title)).toEqual(['Bob Baker (3)']);
    openOnes()[0]?.dismiss();
    desk.center.handle(newMessageEvent(sampleMessage()));
    await settle();
    expect(desk.state.shown.at(-1)?.title).toBe('Bob Baker');
  });

  it('show no more than the person wants to be seen', async () => {
    desk.state.content = 'sender';
    desk.center.handle(newMessageEvent(sampleMessage()));
    await settle();
    desk.state.content = 'nothing';
    const another = '018f0000-0000-7000-8000-0000000000f2' as MessageId;
    desk.center.handle(newMessageEvent(sampleMessage({ id: another })));
    await settle();
    expect(
      desk.state.shown.map(({ title, body, answerable }) => [title, body, answerable]),
    ).toEqual([
      ['Bob Baker', 'New message', true],
      ['Future Talk', '2 new messages', false],
    ]);
  });

  it('are quiet while the person does not want to be disturbed, and count all the same', async () => {
    desk.state.quiet = true;
    desk.center.handle(newMessageEvent(sampleMessage()));
    desk.directory.remember(sampleConversation({ unread_count: 3 }));
    desk.center.conversationsChanged();
    await settle();
    expect(desk.state.shown).toEqual([]);
    expect(desk.state.badge).toBe(3);
  });

  it('are answered and marked as read where they stand, without the window', async () => {
    desk.center.handle(newMessageEvent(sampleMessage()));
    await settle();
    desk.state.shown[0]?.reply('On my way');
    expect(openOnes()).toEqual([]);
    desk.center.handle(newMessageEvent(sampleMessage()));
    await settle();
    desk.state.shown[1]?.reply('  ');
    desk.center.handle(newMessageEvent(sampleMessage()));
    await settle();
    desk.state.shown[2]?.markRead();
    expect(desk.state.answers).toEqual([
      { id: talk, text: 'On my way' },
      { id: talk, read: true },
    ]);
    expect(openOnes()).toEqual([]);
    expect(desk.state.focused).toBe(false);
  });

  it('open their conversation in front when clicked', async () => {
    const message = sampleMessage();
    desk.center.handle(newMessageEvent(message));
    await settle();
    desk.state.shown[0]?.click();
    expect(desk.state.focused).toBe(true);
    expect(desk.state.opened).toEqual([{ conversation_id: talk, message_id: message.id }]);
    expect(openOnes()).toEqual([]);
  });

  it('go away when the conversation is read on another device', async () => {
    desk.center.handle(newMessageEvent(sampleMessage()));
    await settle();
    const receipt = { conversation_id: talk, message_ids: [], timestamp };
    desk.center.handle({
      ...receipt,
      type: 'conversation_read_receipt',
      reader_user_id: bob,
      cursor: nextCursor(),
    });
    expect(openOnes()).toHaveLength(1);
    desk.center.handle({
      ...receipt,
      type: 'conversation_read_receipt',
      reader_user_id: ada,
      cursor: nextCursor(),
    });
    expect(openOnes()).toEqual([]);
  });

  it('go away when the window comes to the front with the conversation open', async () => {
    desk.center.setOpenConversation(talk);
    desk.center.handle(newMessageEvent(sampleMessage()));
    await settle();
    expect(openOnes()).toHaveLength(1);
    desk.state.focused = true;
    desk.center.windowFocusChanged();
    expect(openOnes()).toEqual([]);
  });

  describe('of a message', () => {
    const first = sampleMessage({ content: 'one' });
    const stamp = { conversation_id: talk, timestamp };
    const edited = (message: Message) => {
      desk.center.handle({ ...stamp, type: 'message_updated', message, cursor: nextCursor() });
    };
    const gone = (type: 'message_deleted' | 'message_destroyed') => {
      desk.center.handle({ ...stamp, type, message_id: first.id, cursor: nextCursor() });
    };

    it('that is edited say what it says now, without a sound', async () => {
      desk.center.handle(newMessageEvent(first));
      await settle();
      edited({ ...first, content: 'better' });
      await settle();
      expect(openOnes()).toMatchObject([{ body: 'better', silent: true }]);
    });

    it.each(['message_deleted', 'message_destroyed'] as const)('go with it: %s', async (type) => {
      desk.center.handle(newMessageEvent(first));
      await settle();
      gone(type);
      expect(openOnes()).toEqual([]);
    });

    it('that goes while the server is asked for its conversation are never shown', async () => {
      desk.center.handle(newMessageEvent(first));
      gone('message_deleted');
      await settle();
      expect(desk.state.shown).toEqual([]);
    });

    it('stay when another is edited or deleted', async () => {
      desk.center.handle(newMessageEvent(sampleMessage({ id: 'other' as MessageId })));
      await settle();
      edited({ ...first, content: 'better' });
      gone('message_deleted');
      await settle();
      expect(openOnes()).toMatchObject([{ body: 'Dinner at eight?' }]);
    });

    it('do not come back by an edit once the person has put them away', async () => {
      desk.center.handle(newMessageEvent(first));
      await settle();
      desk.state.shown[0]?.dismiss();
      edited({ ...first, content: 'better' });
      await settle();
      expect(desk.state.shown).toHaveLength(1);
    });
  });

  it('are not shown when the person turned to the conversation while the server was asked', async () => {
    desk.center.handle(newMessageEvent(sampleMessage()));
    desk.state.focused = true;
    desk.center.setOpenConversation(talk);
    await settle();
    expect(desk.state.shown).toEqual([]);
  });

  it('tell of friend requests', () => {
    desk.center.handle({
      type: 'friend_request',
      direction: 'incoming',
      request: {
        id: '018f0000-0000-7000-8000-0000000000d1' as FriendRequestId,
        created_at: timestamp,
        user: {
          id: bob,
          username: 'bob',
          display_name: 'Bob Baker',
          avatar_url: null,
          created_at: timestamp,
        },
      },
      timestamp,
      cursor: nextCursor(),
    });
    expect(openOnes()).toMatchObject([
      { title: 'Bob Baker', body: 'would like to be your friend' },
    ]);
  });

  it('end with the session', async () => {
    desk.center.handle(newMessageEvent(sampleMessage()));
    await settle();
    desk.center.reset();
    expect(openOnes()).toEqual([]);
    expect(desk.state.badge).toBe(0);
  });
});

describe('the badge', () => {
  it('counts what is unread', async () => {
    desk.directory.remember(sampleConversation({ unread_count: 2 }));
    desk.center.conversationsChanged();
    expect(desk.state.badge).toBe(2);
    desk.center.handle(newMessageEvent(sampleMessage()));
    await settle();
    expect(desk.state.badge).toBe(3);
    desk.center.handle({
      type: 'message_read_receipt',
      conversation_id: talk,
      message_id: sampleMessage().id,
      reader_user_id: ada,
      timestamp,
      cursor: nextCursor(),
    });
    expect(desk.state.badge).toBe(2);
  });
});

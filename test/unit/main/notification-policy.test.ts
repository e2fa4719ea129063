import { describe, expect, it } from 'vitest';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import type { AttachmentId } from '#protocol/identifiers.ts';
import { ConversationDirectory } from '../../../src/main/notifications/conversation-directory.ts';
import {
  describeFriendRequest,
  describeMessage,
  isNews,
} from '../../../src/main/notifications/notification-policy.ts';
import type { Situation } from '../../../src/main/notifications/notification-policy.ts';
import { countCharacters } from '../../../protocol/text.ts';
import { ServerClock } from '../../../src/main/notifications/server-clock.ts';
import {
  ada,
  bob,
  newMessageEvent,
  otherTalk,
  sampleConversation,
  sampleMessage,
  talk,
} from './support/samples.ts';

const sentAtMs = Date.parse('2026-01-02T03:04:05.000Z');
const away: Situation = {
  ownUserId: ada,
  windowFocused: false,
  openConversationId: talk,
  serverNowMs: sentAtMs + 500,
};

async function entryOf(parts: Parameters<typeof sampleConversation>[0] = {}) {
  const directory = new ConversationDirectory(() => Promise.resolve(sampleConversation(parts)));
  return directory.find(talk);
}

describe('which events are news', () => {
  const event = newMessageEvent(sampleMessage());

  it.each<[string, Partial<Situation>, boolean]>([
    ['the window is behind others', {}, true],
    ['another conversation is open', { windowFocused: true, openConversationId: otherTalk }, true],
    ['no conversation is open', { windowFocused: true, openConversationId: null }, true],
    ['the person looks at it', { windowFocused: true }, false],
    ['it is their own', { ownUserId: bob }, false],
    ['it is just within a minute', { serverNowMs: sentAtMs + 60_000 }, true],
    ['sync replays it later', { serverNowMs: sentAtMs + 60_001 }, false],
  ])('a message when %s', (_when, part, news) => {
    expect(isNews(event, { ...away, ...part })).toBe(news);
  });
});

describe('what a notification says', () => {
  it('names the sender, and for groups the group', async () => {
    const message = sampleMessage();
    expect(describeMessage(message, await entryOf(), away)).toEqual({
      title: 'Bob Baker',
      body: 'Dinner at eight?',
    });
    const group = await entryOf({ conversation_type: 'group', name: 'Kitchen' });
    expect(describeMessage(message, group, away)?.title).toBe('Bob Baker in Kitchen');
    const gone = await entryOf({ participants: [] });
    expect(describeMessage(message, gone, away)?.title).toBe('bob');
  });

  it('gives the text without its markup', async () => {
    const bodyOf = async (content: string) =>
      describeMessage(sampleMessage({ content }), await entryOf(), away)?.body;
    expect(await bodyOf('**Dinner** at _eight_, see [the menu](https://example.org/a)')).toBe(
      'Dinner at eight, see the menu',
    );
    expect(await bodyOf('> When?\n\n- at `8`\n- or later')).toBe('When? – at 8 – or later');
    expect(await bodyOf('2 * 3 < 7, snake_case_name')).toBe('2 * 3 < 7, snake_case_name');
  });

  it('tells people apart whose names look alike', async () => {
    const { participants } = sampleConversation();
    const entry = await entryOf({
      participants: participants.map((one) => ({ ...one, display_name: 'Anna' })),
    });
    expect(describeMessage(sampleMessage(), entry, away)?.title).toBe('Anna (@bob)');
  });

  it('says that a bot is one, whatever it is called', async () => {
    const { participants } = sampleConversation();
    const entry = await entryOf({
      participants: participants.map((one) =>
        one.username === 'bob' ? { ...one, username: 'bob[bot]' } : one,
      ),
    });
    expect(describeMessage(sampleMessage(), entry, away)?.title).toContain('(bot)');
  });

  it('is not turned by a name: neither by its characters nor by its direction', async () => {
    const named = (display_name: string, rest: Parameters<typeof entryOf>[0] = {}) => {
      const { participants } = sampleConversation();
      return entryOf({
        participants: participants.map((one) =>
          one.username === 'bob' ? { ...one, display_name } : one,
        ),
        ...rest,
      });
    };
    const title = async (...given: Parameters<typeof named>) =>
      describeMessage(sampleMessage(), await named(...given), away)?.title;
    expect(await title('\u202egreB annA')).toBe('greB annA');
    expect(await title('Anna\u2069\u200f Berg')).toBe('Anna Berg');
    expect(await title('فاطمة')).toBe('\u2068فاطمة\u2069');
    const group = { conversation_type: 'group', name: '\u2066Kitchen\u202e' } as const;
    expect(await title('\u202eBob', group)).toBe('Bob in Kitchen');
    expect(describeFriendRequest({ display_name: '\u2067Bob' }).title).toBe('Bob');
    const file: AttachmentInfo = {
      id: '018f0000-0000-7000-8000-0000000000d1' as AttachmentId,
      file_name: 'bill\u202efdp.exe',
      file_size: 1,
      mime_type: 'application/octet-stream',
      attachment_type: 'document',
    };
    const message = sampleMessage({ content: '', attachments: [file] });
    expect(describeMessage(message, await entryOf(), away)?.body).toBe('billfdp.exe');
  });

  it('comes from a muted group when it names the person, and not from a muted talk of two', async () => {
    const message = sampleMessage({ content: 'Can @ada look?' });
    const muted_until = '2026-01-02T03:04:06.000Z';
    const group = await entryOf({ conversation_type: 'group', muted_until });
    expect(describeMessage(message, group, away)?.body).toBe('Can @ada look?');
    expect(describeMessage(sampleMessage(), group, away)).toBe(null);
    expect(describeMessage(message, group, { ...away, ownUserId: bob })).toBe(null);
    expect(describeMessage(message, await entryOf({ muted_until }), away)).toBe(null);
  });

  it('is nothing while the conversation is muted', async () => {
    const muted = await entryOf({ muted_until: '2026-01-02T03:04:06.000Z' });
    expect(describeMessage(sampleMessage(), muted, away)).toBeNull();
    const over = { ...away, serverNowMs: sentAtMs + 1_000 };
    expect(describeMessage(sampleMessage(), muted, over)).not.toBeNull();
  });

  it('is cut at 180 characters, between them', async () => {
    const entry = await entryOf();
    const bodyOf = (content: string) =>
      describeMessage(sampleMessage({ content }), entry, away)?.body;
    expect(bodyOf('x'.repeat(180))).toBe('x'.repeat(180));
    expect(bodyOf('x'.repeat(181))).toBe(`${'x'.repeat(179)}…`);
    const families = '👩‍👩‍👧‍👦'.repeat(200);
    expect(bodyOf(families)).toBe(`${'👩‍👩‍👧‍👦'.repeat(179)}…`);
    expect(countCharacters(bodyOf('x'.repeat(5_000)) ?? '')).toBe(180);
  });
});

describe("the server's clock", () => {
  it('is learnt from events that are never replayed', () => {
    const clock = new ServerClock(() => 1_000);
    expect(clock.nowMs()).toBe(1_000);
    clock.observe({
      type: 'server_closing',
      timestamp: new Date(3_601_000).toISOString(),
    });
    expect(clock.nowMs()).toBe(3_601_000);
    clock.observe(newMessageEvent(sampleMessage()));
    expect(clock.nowMs()).toBe(3_601_000);
  });
});

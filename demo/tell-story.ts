import { updateOwnAccount } from '#protocol/accounts.ts';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import * as conversations from '#protocol/conversations.ts';
import { saveDraft } from '#protocol/drafts.ts';
import type { ConversationId, UserId } from '#protocol/identifiers.ts';
import { sendMessage } from '#protocol/messages.ts';
import type { Message } from '#protocol/messages.ts';
import { markConversationRead } from '#protocol/receipts.ts';
import type { ChatClient } from '#client/chat-client.ts';
import { drawPortrait, drawYardSign } from './drawings.ts';
import { files } from './files.ts';
import type { FileName } from './files.ts';
import type { MovableClock } from './movable-clock.ts';
import { looks } from './people.ts';
import type { Looks, Member } from './people.ts';
import type { Happening, Line, Story, When } from './story.ts';

const minuteMs = 60_000;

type ClientOf = (member: Member) => ChatClient;

interface Told {
  story: Story;
  /** Null until it begins. */
  id: ConversationId | null;
  sent: Message[];
  /** Who is in it now. */
  present: Member[];
}

/** One thing of a story, at its time. */
interface Scene {
  at: When;
  play: (id: ConversationId) => Promise<unknown>;
  told: Told;
}

/** Plays all stories in the order of their times; answers the id of each one's conversation. */
export async function tellStories(
  stories: readonly Story[],
  client: ClientOf,
  clock: MovableClock,
): Promise<Map<Story, ConversationId>> {
  const told = stories.map((story): Told => ({
    story,
    id: null,
    sent: [],
    present: [...story.members],
  }));
  const scenes = told.flatMap((each) => scenesOf(each, client));
  scenes.sort((first, second) => timeOf(first.at) - timeOf(second.at));
  for (const { at, play, told: one } of scenes) {
    clock.set(new Date(timeOf(at)));
    one.id ??= await begin(one.story, client);
    await play(one.id);
    await markRead(one, one.id, client);
  }
  clock.setToNow();
  const ids = new Map<Story, ConversationId>();
  for (const { story, id } of told) {
    if (id === null) continue;
    ids.set(story, id);
    await leaveAsAnnaHasIt(story, id, client('anna'));
  }
  return ids;
}

function scenesOf(told: Told, client: ClientOf): Scene[] {
  const { lines, happenings = [] } = told.story;
  return [
    ...happenings.map(({ by, at, does }) => ({
      told,
      at,
      play: async (id: ConversationId) => {
        await happen(does, id, client(by), client);
        if ('add' in does) told.present.push(does.add);
        if ('remove' in does) told.present = told.present.filter((one) => one !== does.remove);
      },
    })),
    ...lines.map((line) => ({
      told,
      at: line.at,
      play: async (id: ConversationId) => {
        told.sent.push(await tell(line, id, told.sent, client));
      },
    })),
  ];
}

async function begin({ members, name }: Story, client: ClientOf): Promise<ConversationId> {
  const [creator = 'anna', ...invited] = members;
  const { id } = await client(creator).call(conversations.createConversation, {
    body: {
      participant_ids: invited.map((member) => idOf(client(member))),
      conversation_type: name === undefined ? 'direct' : 'group',
      ...(name !== undefined && { name }),
    },
  });
  return id;
}

async function tell(
  line: Line,
  conversation_id: ConversationId,
  before: readonly Message[],
  client: ClientOf,
): Promise<Message> {
  const author = client(line.by);
  const attachments: AttachmentInfo['id'][] = [];
  for (const name of line.files ?? []) attachments.push((await upload(author, name)).id);
  const message = await author.call(sendMessage, {
    params: { conversation_id },
    body: {
      content: line.text,
      attachments,
      reply_to_message_id: line.replyTo === undefined ? null : before[line.replyTo]?.id,
      self_destruct_timer: line.timerSeconds ?? null,
    },
  });
  for (const [emoji, members] of Object.entries(line.reactions ?? {})) {
    for (const member of members) await client(member).actions.addReaction(message.id, emoji);
  }
  if (line.edited !== undefined) await author.actions.edit(message.id, line.edited);
  if (line.isDeleted) await author.actions.delete(message.id);
  return message;
}

async function happen(
  does: Happening['does'],
  conversation_id: ConversationId,
  actor: ChatClient,
  client: ClientOf,
): Promise<void> {
  const params = { conversation_id };
  if ('rename' in does) {
    await actor.call(conversations.updateConversation, { params, body: { name: does.rename } });
  } else if ('add' in does) {
    const body = { user_ids: [idOf(client(does.add))] };
    await actor.call(conversations.addParticipants, { params, body });
  } else if ('remove' in does) {
    const user_id = idOf(client(does.remove));
    await actor.call(conversations.removeParticipant, { params: { ...params, user_id } });
  } else if ('makeAdmin' in does) {
    const user_id = idOf(client(does.makeAdmin));
    await actor.call(conversations.setParticipantRole, {
      params: { ...params, user_id },
      body: { role: 'admin' },
    });
  } else {
    const avatar_id = await uploadPicture(actor, await drawYardSign());
    await actor.call(conversations.updateConversation, { params, body: { avatar_id } });
  }
}

async function markRead(
  { story, sent, present }: Told,
  conversation_id: ConversationId,
  client: ClientOf,
): Promise<void> {
  const isUnreadByAnna = sent.length > story.lines.length - (story.unread ?? 0);
  for (const member of present) {
    if (story.away?.includes(member) === true) continue;
    if (member === 'anna' && isUnreadByAnna) continue;
    await client(member).call(markConversationRead, { params: { conversation_id } });
  }
}

/** What only she sees: a draft, and what she has muted. */
async function leaveAsAnnaHasIt(
  { draft, isMuted }: Story,
  conversation_id: ConversationId,
  anna: ChatClient,
): Promise<void> {
  const params = { conversation_id };
  if (draft !== undefined) await anna.call(saveDraft, { params, body: { content: draft } });
  if (isMuted !== true) return;
  const muted_until = '9999-12-31T00:00:00.000Z';
  await anna.call(conversations.updateConversation, { params, body: { muted_until } });
}

/** Everybody who has looks gets a picture of themselves. */
export async function givePortraits(client: ClientOf): Promise<void> {
  for (const [member, look] of Object.entries(looks) as [Member, Looks][]) {
    const avatar_id = await uploadPicture(client(member), await drawPortrait(look));
    await client(member).call(updateOwnAccount, { body: { avatar_id } });
  }
}

function upload(client: ChatClient, name: FileName): Promise<AttachmentInfo> {
  const { bytes, metadata } = files[name];
  return bytes().then((content) => uploadBytes(client, content, metadata));
}

async function uploadPicture(client: ChatClient, content: Buffer): Promise<AttachmentInfo['id']> {
  return (await uploadBytes(client, content, { fileName: 'picture.png' })).id;
}

function uploadBytes(
  client: ChatClient,
  content: Buffer,
  metadata: (typeof files)[FileName]['metadata'],
): Promise<AttachmentInfo> {
  const source = {
    sizeBytes: content.length,
    read: async (offset: number, length: number) => content.subarray(offset, offset + length),
  };
  return client.attachments.upload({ source, metadata }).done;
}

export function idOf(client: ChatClient): UserId {
  if (client.account === null) throw new Error('nobody is signed in');
  return client.account.id;
}

function timeOf(when: When): number {
  if (typeof when === 'number') return Date.now() - when * minuteMs;
  const [daysAgo, time] = when;
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const day = new Date();
  day.setDate(day.getDate() - daysAgo);
  day.setHours(hours, minutes, 0, 0);
  return day.getTime();
}

import type { ServerEvent } from '#protocol/events.ts';
import { ageMessages } from '../../support/aged-messages.ts';
import { parseMoveLink } from '#protocol/invite-link.ts';
import { OldHost } from '#server/move/successor-client.ts';
import { moveLink } from '../move/support.ts';
import { password, personOf, rest, say, startConversation } from '../../support/rest.ts';
import { TestSocket } from '../../support/socket.ts';
import { inGroup, names } from './stage.ts';
import type { Name, Stage } from './stage.ts';

export interface EventRow {
  type: ServerEvent['type'];
  variant?: string;
  provoke: (stage: Stage) => unknown;
  /** Who gets it; everybody else does not. */
  audience: readonly Name[];
  /** Nothing can be asked after it: it is given a server of its own. */
  endsServer?: true;
}

const reaction = ({ id }: { id: string }) =>
  `/messages/messages/${id}/reactions/${encodeURIComponent('👍')}`;
const at = ({ id }: { id: string }) => `/messages/conversations/${id}`;

const messageRows: readonly EventRow[] = [
  {
    type: 'new_message',
    provoke: ({ people, group }) => say(people.owner, group, 'News'),
    audience: inGroup,
  },
  {
    type: 'message_updated',
    provoke: ({ people, message }) =>
      people.owner.patch(`/messages/messages/${message.id}`, { content: 'Better' }),
    audience: inGroup,
  },
  {
    type: 'message_deleted',
    provoke: ({ people, message }) =>
      people['group admin'].delete(`/messages/messages/${message.id}`),
    audience: inGroup,
  },
  ...(['former friend', 'blocked'] as const).flatMap((name): EventRow[] => [
    {
      type: 'reaction_removed',
      variant: `with the ${name}`,
      provoke: ({ people, direct }) => people[name].delete(reaction(direct[name].message)),
      audience: ['owner', name],
    },
    {
      type: 'message_deleted',
      variant: `with the ${name}`,
      provoke: ({ people, direct }) =>
        people.owner.delete(`/messages/messages/${direct[name].message.id}`),
      audience: ['owner', name],
    },
  ]),
  {
    type: 'message_destroyed',
    provoke: ({ people, group }) => say(people.owner, group, 'Short', { self_destruct_timer: 5 }),
    audience: inGroup,
  },
  {
    type: 'reaction_added',
    provoke: ({ people, message }) => people.member.put(reaction(message)),
    audience: inGroup,
  },
  {
    type: 'reaction_removed',
    provoke: async ({ people, message }) => {
      await people.member.put(reaction(message));
      await people.member.delete(reaction(message));
    },
    audience: inGroup,
  },
  {
    type: 'message_delivered',
    provoke: ({ people, group }) => say(people.owner, group, 'Did it come?'),
    audience: ['owner'],
  },
  {
    type: 'message_read_receipt',
    provoke: ({ people, message }) => people.member.post(`/messages/messages/${message.id}/read`),
    audience: inGroup,
  },
  {
    type: 'conversation_read_receipt',
    provoke: ({ people, group }) => people.member.post(`${at(group)}/read`),
    audience: inGroup,
  },
  {
    type: 'draft_changed',
    provoke: ({ people, group }) => people.member.put(`${at(group)}/draft`, { content: 'Well' }),
    audience: ['member'],
  },
  {
    type: 'user_typing',
    provoke: ({ people, group }) => people.member.post(`${at(group)}/typing?is_typing=true`),
    audience: ['owner', 'group admin'],
  },
  ...(['former friend', 'blocked'] as const).map((name): EventRow => ({
    type: 'user_typing',
    variant: `of the ${name}`,
    provoke: async ({ people, direct }) => {
      const path = at(direct[name].conversation);
      await people[name].post(`${path}/typing?is_typing=true`);
      await people.owner.post(`${path}/typing?is_typing=true`);
    },
    audience: [],
  })),
];

const conversationRows: readonly EventRow[] = [
  {
    type: 'conversation_created',
    provoke: ({ people }) => startConversation(people.owner, people.member, people.member),
    audience: ['owner', 'member'],
  },
  {
    type: 'conversation_updated',
    provoke: ({ people, group }) => people.owner.patch(at(group), { name: 'The crew' }),
    audience: inGroup,
  },
  {
    type: 'conversation_note',
    provoke: ({ people, group }) => people.owner.patch(at(group), { name: 'The whole crew' }),
    audience: inGroup,
  },
  {
    type: 'conversation_settings_changed',
    provoke: ({ people, group }) => people.member.patch(at(group), { is_archived: true }),
    audience: ['member'],
  },
  {
    type: 'conversation_retention_changed',
    provoke: ({ people, group }) =>
      people['server admin'].patch('/admin/retention', {
        conversation_id: group.id,
        keep_days: 30,
      }),
    audience: inGroup,
  },
  {
    type: 'messages_expired',
    provoke: ({ cast, people, group }) => {
      ageMessages(cast.server.dataFolder, cast.server.key, 31);
      return people['server admin'].patch('/admin/retention', {
        conversation_id: group.id,
        keep_days: 29,
        is_confirmed: true,
      });
    },
    audience: inGroup,
  },
  {
    type: 'participant_added',
    provoke: ({ people, group }) =>
      people.owner.post(`${at(group)}/participants`, { user_ids: [people.guest.id] }),
    audience: [...inGroup, 'guest'],
  },
  {
    type: 'participant_removed',
    provoke: ({ people, group }) =>
      people['group admin'].delete(`${at(group)}/participants/${people.guest.id}`),
    audience: [...inGroup, 'guest'],
  },
];

const peopleRows: readonly EventRow[] = [
  {
    type: 'friend_request',
    provoke: ({ people }) =>
      people.stranger.post('/friends/requests', { user_id: people['server admin'].id }),
    audience: ['stranger', 'server admin'],
  },
  {
    type: 'friend_accepted',
    provoke: ({ people }) =>
      people['server admin'].post('/friends/requests', { user_id: people.stranger.id }),
    audience: ['stranger', 'server admin'],
  },
  {
    type: 'friend_removed',
    provoke: ({ people }) => people['server admin'].delete(`/friends/${people.stranger.id}`),
    audience: ['stranger', 'server admin'],
  },
  {
    type: 'user_updated',
    provoke: ({ people }) => people.member.patch('/auth/me', { display_name: 'Maria' }),
    audience: inGroup,
  },
  {
    type: 'presence',
    provoke: ({ sockets }) => {
      sockets.member.close();
    },
    audience: ['owner', 'group admin'],
  },
  {
    type: 'online_status',
    provoke: ({ sockets, people }) => {
      sockets.stranger.send('get_online_status', { user_ids: [people.owner.id] });
    },
    audience: ['stranger'],
  },
];

async function endAnotherSession({ cast, people }: Stage): Promise<void> {
  const { url } = cast.server;
  const json = { username: people.member.username, password };
  const { body } = await rest(url, 'POST', '/auth/login', { json });
  const other = personOf(url, body as Parameters<typeof personOf>[1]);
  const socket = await TestSocket.open(url, other.token);
  await other.post('/auth/logout');
  await socket.next('session_ended');
}

const connectionRows: readonly EventRow[] = [
  // The event is the answer to one's own connection: nobody hears of another's.
  {
    type: 'connection_established',
    provoke: async ({ cast, people }) => {
      (await TestSocket.open(cast.server.url, people.member.token)).close();
    },
    audience: [],
  },
  {
    type: 'heartbeat_ack',
    provoke: ({ sockets }) => {
      for (const name of names) sockets[name].send('heartbeat', {});
    },
    audience: names,
  },
  {
    type: 'conversation_joined',
    provoke: ({ sockets, group }) => {
      sockets.member.send('join_conversation', { conversation_id: group.id });
    },
    audience: ['member'],
  },
  {
    type: 'error',
    provoke: ({ sockets, group }) => {
      for (const name of ['stranger', 'former member', 'server admin'] as const) {
        sockets[name].send('join_conversation', { conversation_id: group.id });
        sockets[name].send('typing_start', { conversation_id: group.id });
      }
    },
    audience: ['stranger', 'former member', 'server admin'],
  },
  { type: 'session_ended', provoke: endAnotherSession, audience: [] },
];

/** To a computer that does not matter here: it does not come to serve. */
async function moveAway({ people }: Stage): Promise<void> {
  const link = parseMoveLink(await moveLink(people['server admin']));
  const { host, joined } = await OldHost.join(link, null);
  await host.content(true);
  await host.complete(['127.0.0.1:9'], joined.epoch + 1);
  await host.close();
}

export const eventRows: readonly EventRow[] = [
  ...messageRows,
  ...conversationRows,
  ...peopleRows,
  ...connectionRows,
  { type: 'server_moved', provoke: moveAway, audience: names, endsServer: true },
  {
    type: 'server_closing',
    provoke: ({ cast }) => cast.server.close(),
    audience: names,
    endsServer: true,
  },
];

import type { Conversation } from '#protocol/conversations.ts';
import type { Message } from '#protocol/messages.ts';
import { TestSocket } from '../../support/socket.ts';
import { befriend, password, personOf, rest, say, signUp } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import type { Tokens } from '#protocol/accounts.ts';
import type { MovableClock } from './movable-clock.ts';
import { harbour, others, people } from './team-story.ts';
import type { Line, Member, Story, When } from './team-story.ts';

const minuteMs = 60_000;

export interface Team {
  person(member: Member): TestPerson;
  /** The conversation of the whole team. */
  harbourId: string;
  /** Disconnects those who were online. */
  leave(): void;
}

/** Fills a server that Anna hosts with a team and its talk; she is signed in as `anna` already. */
export async function bringTeam(url: string, clock: MovableClock): Promise<Team> {
  const members = await joinServer(url);
  const person = (member: Member): TestPerson => {
    const found = members.get(member);
    if (found === undefined) throw new Error(`${member} is not in the team`);
    return found;
  };
  await becomeFriends(person);
  const online = (['ben', 'chidi', 'ming', 'fatima'] as const).map((member) =>
    TestSocket.open(url, person(member).token),
  );
  const sockets = await Promise.all(online);
  const harbourId = await tellStories([harbour, ...others], person, clock);
  clock.setToNow();
  await askAnna(url, person('anna'));
  return {
    person,
    harbourId,
    leave: () => {
      for (const socket of sockets) socket.close();
    },
  };
}

async function joinServer(url: string): Promise<Map<Member, TestPerson>> {
  const members = new Map<Member, TestPerson>();
  for (const [name, displayName] of Object.entries(people)) {
    const person = await signUp(url, name);
    await person.patch('/auth/me', { display_name: displayName });
    members.set(name as Member, person);
  }
  const login = await rest<Tokens>(url, 'POST', '/auth/login', {
    json: { username: 'anna', password, device_name: 'Workbench tablet' },
  });
  return members.set('anna', personOf(url, login.body));
}

async function becomeFriends(person: (member: Member) => TestPerson): Promise<void> {
  for (const name of Object.keys(people)) await befriend(person('anna'), person(name as Member));
  await befriend(person('chidi'), person('priya'));
  await befriend(person('chidi'), person('fatima'));
}

/** Writes every line in the order of its time; answers the id of the first story's conversation. */
async function tellStories(
  stories: readonly Story[],
  person: (member: Member) => TestPerson,
  clock: MovableClock,
): Promise<string> {
  const told = stories.map((story) => ({ story, id: '', sent: [] as Message[] }));
  const lines = told.flatMap((one) => one.story.lines.map((line) => ({ line, one })));
  lines.sort((first, second) => timeOf(first.line.at) - timeOf(second.line.at));
  for (const { line, one } of lines) {
    clock.set(new Date(timeOf(line.at)));
    if (one.id === '') one.id = await begin(one.story, person);
    one.sent.push(await tell(line, one, person(line.by)));
    await read(one, person);
  }
  return told[0]?.id ?? '';
}

async function begin(story: Story, person: (member: Member) => TestPerson): Promise<string> {
  const [creator = 'anna', ...invited] = story.members;
  const { body } = await person(creator).post<Conversation>('/messages/conversations', {
    participant_ids: invited.map((member) => person(member).id),
    conversation_type: story.name === undefined ? 'direct' : 'group',
    ...(story.name === undefined ? {} : { name: story.name }),
  });
  return body.id;
}

function tell(line: Line, one: { id: string; sent: Message[] }, sender: TestPerson) {
  const answered = line.replyTo === undefined ? undefined : one.sent[line.replyTo];
  return say(sender, { id: one.id }, line.text, {
    reply_to_message_id: answered?.id ?? null,
    self_destruct_timer: line.timerSeconds ?? null,
  });
}

async function read(
  { story, id, sent }: { story: Story; id: string; sent: readonly Message[] },
  person: (member: Member) => TestPerson,
): Promise<void> {
  const isUnreadByAnna = sent.length > story.lines.length - (story.unread ?? 0);
  for (const member of story.members) {
    if (story.away?.includes(member) === true) continue;
    if (member === 'anna' && isUnreadByAnna) continue;
    await person(member).post(`/messages/conversations/${id}/read`);
  }
}

/** Strangers who would like to be friends, and one whom Anna asked. */
async function askAnna(url: string, anna: TestPerson): Promise<void> {
  for (const [username, displayName] of [
    ['olu', 'Oluwaseun Adébáyọ̀'],
    ['marketa', 'Markéta Dvořáková'],
  ] as const) {
    const stranger = await signUp(url, username);
    await stranger.patch('/auth/me', { display_name: displayName });
    await stranger.post('/friends/requests', { user_id: anna.id });
  }
  const asked = await signUp(url, 'kaimana');
  await asked.patch('/auth/me', { display_name: 'Kaimana Kealoha' });
  await anna.post('/friends/requests', { user_id: asked.id });
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

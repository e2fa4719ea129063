import sharp from 'sharp';
import { createConversation } from '#protocol/conversations.ts';
import type { ConversationId, UserId } from '#protocol/identifiers.ts';
import { askFriend } from '#protocol/people.ts';
import { Person } from './person.ts';

const names = ['ada', 'bob', 'cem', 'dita', 'eli', 'fay', 'gus', 'hana', 'ivo', 'juno'] as const;

/** The first of them administers the server. */
export type Team = [Person, ...Person[]];

/** A team on an empty server: everybody with everybody, in pairs and in one group. */
export async function newTeam(url: string): Promise<Team> {
  const [first, ...others] = names;
  const team: Team = [await newPerson(url, first, 0)];
  for (const [index, name] of others.entries()) team.push(await newPerson(url, name, index + 1));
  await befriendAll(team);
  const [admin, ...rest] = team;
  const group = await talk(admin, rest, 'group');
  for (const person of team) person.conversations.push(group);
  for (const [index, person] of team.entries()) {
    const other = team[(index + 1) % team.length] ?? admin;
    const pair = await talk(person, [other], 'direct');
    person.conversations.push(pair);
    other.conversations.push(pair);
  }
  return team;
}

async function newPerson(url: string, username: string, index: number): Promise<Person> {
  const size = 400 + 40 * index;
  const background = { r: 20 * index, g: 120, b: 160 };
  const picture = await sharp({ create: { width: size, height: size, channels: 3, background } })
    .png()
    .toBuffer();
  const person = new Person({ url, username, isSealed: index % 2 === 0, picture });
  await person.register();
  return person;
}

async function befriendAll(team: Team): Promise<void> {
  for (const [index, one] of team.entries()) {
    for (const other of team.slice(index + 1)) {
      await one.client.call(askFriend, { body: { user_id: idOf(other) } });
      await other.client.call(askFriend, { body: { user_id: idOf(one) } });
    }
  }
}

async function talk(
  creator: Person,
  others: readonly Person[],
  conversation_type: 'direct' | 'group',
): Promise<ConversationId> {
  const participant_ids = others.map(idOf);
  const body = { participant_ids, conversation_type };
  return (await creator.client.call(createConversation, { body })).id;
}

function idOf({ client }: Person): UserId {
  if (client.account === null) throw new Error('nobody is signed in');
  return client.account.id;
}

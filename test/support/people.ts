import { befriend, signUp } from './rest.ts';
import type { TestPerson } from './rest.ts';
import { TestSocket } from './socket.ts';

/** One person for each name that was asked for. */
type People<N extends readonly string[]> = { -readonly [K in keyof N]: TestPerson };

let signedUp = 0;

/** A username that nobody on a server shared by many tests has yet. */
export function uniqueName(name: string): string {
  signedUp += 1;
  return `${name}-${String(signedUp)}`;
}

/** Signs up strangers; their usernames begin with the given names. */
export async function newPeople<const N extends readonly string[]>(
  url: string,
  ...names: N
): Promise<People<N>> {
  const people = names.map((name) => signUp(url, uniqueName(name)));
  return (await Promise.all(people)) as People<N>;
}

/** Signs up people of whom each is a friend of every other. */
export async function newFriends<const N extends readonly string[]>(
  url: string,
  ...names: N
): Promise<People<N>> {
  const people = await newPeople(url, ...names);
  const everyone: readonly TestPerson[] = people;
  for (const [index, one] of everyone.entries()) {
    for (const other of everyone.slice(index + 1)) await befriend(one, other);
  }
  return people;
}

/** A socket for each person, in their order. */
export async function openSockets<const P extends readonly TestPerson[]>(
  url: string,
  ...people: P
): Promise<{ -readonly [K in keyof P]: TestSocket }> {
  const sockets = people.map((person) => TestSocket.open(url, person.token));
  return (await Promise.all(sockets)) as { -readonly [K in keyof P]: TestSocket };
}

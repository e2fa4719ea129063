import { randomBytes } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { ChatStore } from './chat-store.ts';

export const secret = randomBytes(32);

/** What a peer says once it listens. */
export interface PeerReady {
  url: string;
  people: { token: string }[];
  conversations: { id: string; members: number[] }[];
}

export function tokenOf(personId: string): string {
  return jwt.sign({}, secret, { subject: personId, expiresIn: '1d' });
}

/** @returns the person, or null where the token is not good */
export function personOf(authorization: string | undefined): string | null {
  const token = authorization?.split(' ')[1];
  if (token === undefined) return null;
  try {
    return (jwt.verify(token, secret) as jwt.JwtPayload).sub ?? null;
  } catch {
    return null;
  }
}

/** `[file, people, conversations]` of the command line: conversations of two, one after the other. */
export function seedFromArguments(store: ChatStore, port: number): PeerReady {
  const [, , , peopleCount = '64'] = process.argv;
  const memberships = pairs(Number(peopleCount));
  const { people, conversations } = store.seed(Number(peopleCount), memberships);
  return {
    url: `http://127.0.0.1:${String(port)}`,
    people: people.map((id) => ({ token: tokenOf(id) })),
    conversations: conversations.map((id, place) => ({ id, members: memberships[place] ?? [] })),
  };
}

/** Everybody with their neighbour. */
export function pairs(peopleCount: number): number[][] {
  return Array.from({ length: peopleCount / 2 }, (_, place) => [2 * place, 2 * place + 1]);
}

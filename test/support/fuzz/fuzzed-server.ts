import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import type { Conversation } from '#protocol/conversations.ts';
import { befriend, circleOfFriends, say, startConversation } from '../rest.ts';
import type { TestPerson } from '../rest.ts';
import type { FuzzedRequest } from './contract-requests.ts';
import type { Known } from './values-of-schema.ts';

export interface Team {
  people: readonly TestPerson[];
  known: Known;
}

/** A few friends with conversations, so that fuzzed requests find something to touch. */
export async function newTeam(url: string): Promise<Team> {
  const people = await circleOfFriends(url, 'owner', 'anna', 'boris', 'chen');
  const [owner, anna, boris, chen] = people as [TestPerson, TestPerson, TestPerson, TestPerson];
  await befriend(anna, boris);
  const conversations: Conversation[] = [
    await startConversation(owner, anna),
    await startConversation(anna, boris),
    await startConversation(owner, anna, boris, chen),
  ];
  const messages: string[] = [];
  for (const conversation of conversations) {
    for (const text of ['First', 'Second @anna', 'Привет, 世界']) {
      messages.push((await say(anna, conversation, text)).id);
    }
  }
  const known = {
    conversation_id: conversations.map(({ id }) => id),
    message_id: messages,
    reply_to_id: messages,
    user_id: people.map(({ id }) => id),
    participant_id: people.map(({ id }) => id),
    username: people.map(({ username }) => username),
    emoji: ['👍', '❤️', '🎉'],
    q: ['first', 'при', '世'],
  };
  return { people, known };
}

export interface FuzzAnswer {
  status: number;
  text: string;
}

/** Keeps connections open: most of a short request would otherwise be its connection. */
export class FuzzClient {
  readonly #url: string;
  readonly #agent: Agent;

  constructor(url: string, connections: number) {
    this.#url = url;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** @throws when the server neither answers nor refuses within a minute, or cuts it off */
  ask({ method, path, token, headers, body }: FuzzedRequest): Promise<FuzzAnswer> {
    const all = {
      ...headers,
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === null
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(body.length) }),
    };
    return new Promise((resolve, reject) => {
      const outgoing = request(
        `${this.#url}${path}`,
        { method, headers: all, agent: this.#agent, timeout: 60_000 },
        (answer) => {
          let text = '';
          answer.setEncoding('latin1').on('data', (piece: string) => {
            if (text.length < 2_000) text += piece;
          });
          answer.on('error', reject).on('end', () => {
            resolve({ status: answer.statusCode ?? 0, text });
          });
        },
      );
      outgoing.on('timeout', () => {
        outgoing.destroy(new Error(`no answer within a minute: ${method} ${path}`));
      });
      outgoing.on('error', reject).end(body ?? undefined);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** Bytes of memory that a process holds (Linux). */
export function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) * 1024;
}

import { conversationKinds } from '../seed/team.ts';
import { messagesOf } from './our-server.ts';
import type { LineAnswer, PersonLine } from './person-line.ts';
import type { Action } from './load-mix.ts';
import { messageBody } from './sends.ts';

/** A conversation, as all of them know it. */
export interface Meeting {
  id: string;
  /** Places of people. */
  members: number[];
  /** Sent since the load began. */
  newest: string | null;
}

interface Reporter {
  /** A request has been answered that began then, on the clock of `performance.now`. */
  answered: (beganAt: number) => void;
  posted: (meeting: Meeting) => void;
}

const reactions = ['👍', '❤️', '😂', '🎉', '👀'].map(encodeURIComponent);
const words = ['meeting', 'drawings', 'second', 'floor', 'three', 'bring'];

function pick<T>(all: readonly T[]): T | undefined {
  return all[Math.floor(Math.random() * all.length)];
}

/** @throws where it did not go well */
function required({ status, body }: LineAnswer): string {
  if (status !== 200 && status !== 201) throw new Error(`${String(status)} ${body.slice(0, 200)}`);
  return body;
}

const messageStart = '{"id":"';
const idLength = 36;

function idAt(body: string, start: number): string | null {
  if (start === -1) return null;
  const from = start + messageStart.length;
  return body.slice(from, from + idLength);
}

function oldestOn(page: string): string | null {
  return idAt(page, page.lastIndexOf(messageStart));
}

/** Somebody who writes, reads, reacts and searches as our app lets them. */
export class Person {
  readonly line: PersonLine;
  readonly #meetings: Meeting[][];
  /** Where they are, and the oldest message on their screen. */
  #open: Meeting | null = null;
  #oldest: string | null = null;
  #own: string | null = null;
  readonly #read = new Map<Meeting, string>();

  constructor(line: PersonLine, meetings: Meeting[][]) {
    this.line = line;
    this.#meetings = meetings;
  }

  /** @param dueAt when somebody would have begun. @throws where a request fails */
  async act(action: Action, dueAt: number, reporter: Reporter): Promise<void> {
    let beganAt = dueAt;
    const ask = async (method: string, path: string, body?: string): Promise<string> => {
      const answer = required(await this.line.request(method, path, body));
      reporter.answered(beganAt);
      beganAt = performance.now();
      return answer;
    };
    if (action === 'switch') return this.#switch(ask);
    if (action === 'search') {
      await ask('GET', `/api/v1/messages/search?q=${pick(words) ?? ''}`);
      return;
    }
    if (this.#open === null) await this.#switch(ask);
    const open = this.#open;
    if (open === null) return;
    const newest = open.newest;
    if (action === 'post') {
      const body = await ask('POST', messagesOf(open), messageBody());
      const id = idAt(body, body.lastIndexOf(messageStart));
      open.newest = id;
      this.#own = id;
      if (id !== null) this.#read.set(open, id);
      reporter.posted(open);
    } else if (action === 'scroll' && this.#oldest !== null) {
      const path = `${messagesOf(open)}?mark_read=false&before_message_id=${this.#oldest}`;
      const oldest = oldestOn(await ask('GET', path));
      // Somebody quick is elsewhere by now.
      if (this.#open === open) this.#oldest = oldest ?? this.#oldest;
    } else if (action === 'react' && newest !== null) {
      await ask('PUT', `/api/v1/messages/messages/${newest}/reactions/${pick(reactions) ?? ''}`);
    } else if (action === 'edit' && this.#own !== null) {
      await ask('PATCH', `/api/v1/messages/messages/${this.#own}`, '{"content":"Written anew"}');
    }
  }

  /** @throws where it is not acknowledged */
  async send(meeting: Meeting): Promise<void> {
    required(await this.line.request('POST', messagesOf(meeting), messageBody()));
  }

  /** The newest messages, and what is new is marked as read. */
  async #switch(ask: (method: string, path: string) => Promise<string>): Promise<void> {
    const meeting = this.#pickMeeting();
    if (meeting === null) return;
    const { newest } = meeting;
    const page = await ask('GET', `${messagesOf(meeting)}?mark_read=false`);
    this.#open = meeting;
    this.#oldest = oldestOn(page);
    if (newest === null || this.#read.get(meeting) === newest) return;
    this.#read.set(meeting, newest);
    await ask('POST', `/api/v1/messages/messages/${newest}/read`);
  }

  #pickMeeting(): Meeting | null {
    let at = Math.random();
    for (const [kind, { share }] of conversationKinds.entries()) {
      at -= share;
      if (at < 0) return pick(this.#meetings[kind] ?? []) ?? this.#any();
    }
    return this.#any();
  }

  #any(): Meeting | null {
    return pick(this.#meetings.flat()) ?? null;
  }
}

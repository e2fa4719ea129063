import type { ClosingReason } from '#protocol/connection.ts';
import type { PassingEvent, ReplayableEvent, ServerEvent } from '#protocol/events.ts';
import type { SessionId, UserId } from '#protocol/identifiers.ts';
import { closeCodes } from '#protocol/close-codes.ts';
import type { Caller } from '../access/caller.ts';
import type { SessionEndReason } from '../accounts/accounts.service.ts';
import type { EpochMark } from '../move/standing.ts';
import type { Connection } from './connection.ts';
import { Expiries } from './expiry.ts';
import { SharedText } from './shared-text.ts';

type WithoutTimestamp<E> = E extends unknown ? Omit<E, 'timestamp'> : never;

export interface HubListeners {
  /** The person's first socket has opened. */
  onOnline(connection: Connection): void;
  /** Their last one has closed. */
  onOffline(connection: Connection): void;
}

/** An event, and whom it is meant for. */
export interface Publication {
  audience: readonly UserId[];
  event: ReplayableEvent;
}

/** Every open socket. `publish` is the only way an event travels. */
export class Hub {
  readonly #mark: EpochMark | null;
  /** A set only of who has several: most have one. */
  readonly #byUser = new Map<UserId, Connection | Set<Connection>>();
  readonly #expiries = new Expiries({
    all: () => this.#all(),
    onExpired: (connection) => {
      this.#endSession(connection, 'token_expired');
    },
  });
  #listeners: HubListeners | undefined;

  /** @param mark which of those with the server's key this one is */
  constructor(mark: EpochMark | null = null) {
    this.#mark = mark;
  }

  setListeners(listeners: HubListeners): void {
    this.#listeners = listeners;
  }

  add(connection: Connection): void {
    const { userId } = connection.caller;
    const open = this.#byUser.get(userId);
    this.#expiries.note(connection.expiresAt);
    if (open === undefined) {
      this.#byUser.set(userId, connection);
      this.#listeners?.onOnline(connection);
    } else if (open instanceof Set) {
      open.add(connection);
    } else {
      this.#byUser.set(userId, new Set([open, connection]));
    }
  }

  remove(connection: Connection): void {
    const { userId } = connection.caller;
    const open = this.#byUser.get(userId);
    if (open instanceof Set) {
      if (!open.delete(connection) || open.size > 0) return;
    } else if (open !== connection) {
      return;
    }
    this.#byUser.delete(userId);
    this.#listeners?.onOffline(connection);
  }

  isOnline(userId: UserId): boolean {
    return this.#byUser.has(userId);
  }

  get onlineCount(): number {
    return this.#byUser.size;
  }

  /** Encodes an event once and sends it to every socket of these people. */
  publish(audience: Iterable<UserId>, event: ServerEvent): void {
    this.#share(audience, event, (connection, text) => {
      connection.send(text);
    });
  }

  /** The same for events that have come together: each socket is written to once. */
  publishAll(publications: readonly Publication[]): void {
    const [only, ...more] = publications;
    if (only !== undefined && more.length === 0) {
      this.publish(only.audience, only.event);
      return;
    }
    const outgoing = new Map<Connection, SharedText[]>();
    for (const { audience, event } of publications) {
      this.#share(audience, event, (connection, text) => {
        const texts = outgoing.get(connection);
        if (texts === undefined) outgoing.set(connection, [text]);
        else texts.push(text);
      });
    }
    for (const [connection, texts] of outgoing) {
      const [first] = texts;
      if (texts.length > 1) connection.sendAll(texts);
      else if (first !== undefined) connection.send(first);
    }
  }

  #share(
    audience: Iterable<UserId>,
    event: ServerEvent,
    give: (connection: Connection, text: SharedText) => void,
  ): void {
    let text: SharedText | undefined;
    for (const userId of audience) {
      const open = this.#byUser.get(userId);
      if (open === undefined) continue;
      text ??= SharedText.of(JSON.stringify(event));
      if (open instanceof Set) for (const connection of open) give(connection, text);
      else give(open, text);
    }
  }

  /** Tells the sockets of these sessions why, and closes them. */
  closeSessions(sessionIds: readonly SessionId[], reason: SessionEndReason): void {
    const ended = new Set(sessionIds);
    for (const connection of this.#all()) {
      if (ended.has(connection.caller.sessionId)) this.#endSession(connection, reason);
    }
  }

  #endSession(connection: Connection, reason: SessionEndReason | 'token_expired'): void {
    const { sessionId } = connection.caller;
    connection.send(stamped({ type: 'session_ended', session_id: sessionId, reason }));
    connection.close(closeCodes.sessionEnded, reason);
  }

  /** Tells every socket that the server goes away, and closes them. */
  closeAll(reason?: ClosingReason): void {
    this.sendOff(stamped({ type: 'server_closing', reason }), 'server_closing');
  }

  /** Says a last thing to every socket, and closes it. */
  sendOff(text: string, why: string): void {
    for (const connection of this.#all()) {
      connection.send(text);
      connection.close(closeCodes.serverClosing, why);
    }
  }

  /** What a socket is told once it is known whose it is. */
  established(caller: Caller): string {
    return stamped({
      type: 'connection_established',
      user_id: caller.userId,
      message: 'Connected to real-time chat',
      ...(this.#mark && { epoch: this.#mark.epoch, epoch_proof: this.#mark.proof }),
    });
  }

  #all(): Connection[] {
    return [...this.#byUser.values()].flatMap((open) => (open instanceof Set ? [...open] : open));
  }
}

/** The text of a passing event, with the time of now. */
export function stamped(event: WithoutTimestamp<PassingEvent>): string {
  return JSON.stringify({ ...event, timestamp: new Date().toISOString() });
}

import type { ClosingReason } from '#protocol/connection.ts';
import type { PassingEvent, ReplayableEvent, ServerEvent } from '#protocol/events.ts';
import type { SessionId, UserId } from '#protocol/identifiers.ts';
import { closeCodes } from '#protocol/close-codes.ts';
import type { Caller } from '../access/caller.ts';
import type { SessionEndReason } from '../accounts/accounts.service.ts';
import type { EpochMark } from '../move/standing.ts';
import type { Connection } from './connection.ts';
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
  readonly #byUser = new Map<UserId, Set<Connection>>();
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
    const connections = this.#byUser.get(userId);
    if (connections === undefined) {
      this.#byUser.set(userId, new Set([connection]));
      this.#listeners?.onOnline(connection);
    } else {
      connections.add(connection);
    }
  }

  remove(connection: Connection): void {
    const { userId } = connection.caller;
    const connections = this.#byUser.get(userId);
    if (connections?.delete(connection) !== true || connections.size > 0) return;
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
      const connections = this.#byUser.get(userId);
      if (connections === undefined) continue;
      text ??= SharedText.of(JSON.stringify(event));
      for (const connection of connections) give(connection, text);
    }
  }

  /** Tells the sockets of these sessions why, and closes them. */
  closeSessions(sessionIds: readonly SessionId[], reason: SessionEndReason): void {
    const ended = new Set(sessionIds);
    for (const connection of this.#all()) {
      const { sessionId } = connection.caller;
      if (!ended.has(sessionId)) continue;
      connection.send(stamped({ type: 'session_ended', session_id: sessionId, reason }));
      connection.close(closeCodes.sessionEnded, reason);
    }
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
    return [...this.#byUser.values()].flatMap((connections) => [...connections]);
  }
}

/** The text of a passing event, with the time of now. */
export function stamped(event: WithoutTimestamp<PassingEvent>): string {
  return JSON.stringify({ ...event, timestamp: new Date().toISOString() });
}

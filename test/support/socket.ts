import { WebSocket } from 'ws';
import type { ServerEvent } from '#protocol/events.ts';

type EventOf<T extends ServerEvent['type']> = Extract<ServerEvent, { type: T }>;

/** A WebSocket that remembers what came, so that no event is missed between two waits. */
export class TestSocket {
  readonly events: ServerEvent[] = [];
  readonly socket: WebSocket;
  closed: { code: number; reason: string } | undefined;
  #taken = 0;
  #wake: (() => void)[] = [];

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer) => {
      this.events.push(JSON.parse(data.toString()) as ServerEvent);
      this.#wakeAll();
    });
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
      this.#wakeAll();
    });
    socket.on('error', () => {
      this.#wakeAll();
    });
  }

  /** Resolves once the server has said `connection_established`. */
  static async open(url: string, token: string, origin?: string): Promise<TestSocket> {
    const address = `${url.replace('http', 'ws')}/api/v1/chat/ws?token=${token}`;
    const socket = new TestSocket(new WebSocket(address, origin === undefined ? {} : { origin }));
    await socket.next('connection_established');
    return socket;
  }

  send(type: string, data?: unknown): void {
    this.socket.send(JSON.stringify(data === undefined ? { type } : { type, data }));
  }

  /**
   * The next event of a type, after the last one that was waited for. Others are passed over.
   * Ends with the test's own time limit when none comes.
   */
  async next<T extends ServerEvent['type']>(
    type: T,
    fits: (event: EventOf<T>) => boolean = () => true,
  ): Promise<EventOf<T>> {
    for (;;) {
      for (let index = this.#taken; index < this.events.length; index += 1) {
        const event = this.events[index];
        if (event?.type === type && fits(event as EventOf<T>)) {
          this.#taken = index + 1;
          return event as EventOf<T>;
        }
      }
      if (this.closed !== undefined) {
        throw new Error(`closed with ${String(this.closed.code)} before ${type} came`);
      }
      await this.#change();
    }
  }

  /**
   * Everything of a type that came before the answer to a heartbeat sent now: what is not there by
   * then was not sent before it.
   */
  async soFar<T extends ServerEvent['type']>(type: T): Promise<EventOf<T>[]> {
    const acknowledgements = this.#count('heartbeat_ack');
    this.send('heartbeat', {});
    while (this.#count('heartbeat_ack') === acknowledgements) await this.#change();
    return this.events.filter((event) => event.type === type) as EventOf<T>[];
  }

  async whenClosed(): Promise<{ code: number; reason: string }> {
    while (this.closed === undefined) await this.#change();
    return this.closed;
  }

  close(): void {
    this.socket.close();
  }

  #count(type: string): number {
    return this.events.filter((event) => event.type === type).length;
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake.push(resolve);
    });
  }

  #wakeAll(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}

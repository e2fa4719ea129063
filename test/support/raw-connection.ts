import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** A TCP connection that sends exactly what it is told, for requests that no client would make. */
export class RawConnection {
  readonly #socket: Socket;
  readonly closed: Promise<void>;
  #received = Buffer.alloc(0);
  #wake: (() => void)[] = [];

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (piece: Buffer) => {
      this.#received = Buffer.concat([this.#received, piece]);
      this.#wakeAll();
    });
    // Being reset is one of the ways in which a server ends what it does not understand.
    socket.on('error', () => {
      this.#wakeAll();
    });
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        resolve();
        this.#wakeAll();
      });
    });
  }

  static open(url: string): Promise<RawConnection> {
    const { hostname, port } = new URL(url);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname);
      const connection = new RawConnection(socket);
      socket.once('connect', () => {
        resolve(connection);
      });
      socket.once('error', reject);
    });
  }

  send(bytes: string | Uint8Array): void {
    if (!this.#socket.destroyed) this.#socket.write(bytes);
  }

  get text(): string {
    return this.#received.toString('latin1');
  }

  get bytes(): Buffer {
    return this.#received;
  }

  /** The statuses of the answers so far, in their order. */
  get statuses(): number[] {
    return [...this.text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
  }

  /** Resolves when `condition` holds of what came, or the server has closed. */
  async until(condition: (connection: this) => boolean): Promise<void> {
    while (!condition(this) && !this.#socket.closed) {
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  end(): void {
    this.#socket.destroy();
  }

  #wakeAll(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}

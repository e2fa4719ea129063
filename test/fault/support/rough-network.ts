import { once } from 'node:events';
import net from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Dice } from '../../support/fuzz/dice.ts';

interface Roughness {
  delayMaxMs: number;
  /** Bytes that go on together, at most; everything comes in pieces. */
  pieceMaxBytes: number;
  /** Of the pieces, how many end their connection instead of arriving. */
  lostShare: number;
}

/** A way to a server that splits what goes over it, delays each piece, and loses connections. */
export class RoughNetwork {
  readonly url: string;
  lost = 0;
  pieces = 0;
  readonly #server: net.Server;
  readonly #sockets = new Set<Socket>();
  readonly #dice: Dice;
  readonly #roughness: Roughness;

  private constructor(server: net.Server, serverPort: number, dice: Dice, roughness: Roughness) {
    this.#server = server;
    this.#dice = dice;
    this.#roughness = roughness;
    this.url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    server.on('connection', (client) => {
      const far = net.connect(serverPort, '127.0.0.1');
      this.#carry(client, far);
      this.#carry(far, client);
    });
  }

  static async to(serverPort: number, dice: Dice, roughness: Roughness): Promise<RoughNetwork> {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const network = new RoughNetwork(server, serverPort, dice, roughness);
    onTestFinished(async () => {
      for (const socket of network.#sockets) socket.destroy();
      await new Promise((resolve) => network.#server.close(resolve));
    });
    return network;
  }

  /** In their order, whatever each is delayed by. */
  #carry(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    let before = Promise.resolve();
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
    from.on('data', (data) => {
      for (let at = 0; at < data.length;) {
        const piece = data.subarray(at, at + 1 + this.#dice.below(this.#roughness.pieceMaxBytes));
        at += piece.length;
        before = before.then(() => this.#pass(piece, from, to));
      }
    });
  }

  async #pass(piece: Buffer, from: Socket, to: Socket): Promise<void> {
    const delayMs = this.#dice.below(this.#roughness.delayMaxMs);
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    if (to.destroyed) return;
    this.pieces += 1;
    if (this.#dice.chance(this.#roughness.lostShare)) {
      this.lost += 1;
      from.destroy();
      to.destroy();
    } else to.write(piece);
  }
}

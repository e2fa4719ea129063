import net from 'node:net';
import type { Socket } from 'node:net';
import type { Dice } from '../../support/fuzz/dice.ts';
import { openLine } from './line.ts';

interface Roughness {
  delayMaxMs: number;
  /** Bytes that go on together, at most; everything comes in pieces. */
  pieceMaxBytes: number;
  /** Of the pieces, how many end their connection instead of arriving. */
  lostShare: number;
}

/** A way to a server that splits what goes over it, delays each piece, and loses connections. */
export class RoughNetwork {
  url = '';
  lost = 0;
  pieces = 0;
  readonly #dice: Dice;
  readonly #roughness: Roughness;

  private constructor(dice: Dice, roughness: Roughness) {
    this.#dice = dice;
    this.#roughness = roughness;
  }

  static async to(port: number, dice: Dice, roughness: Roughness): Promise<RoughNetwork> {
    const network = new RoughNetwork(dice, roughness);
    const { url } = await openLine((client) => {
      const server = net.connect(port, '127.0.0.1');
      network.#carry(client, server);
      network.#carry(server, client);
      return server;
    });
    network.url = url;
    return network;
  }

  /** In their order, whatever each is delayed by. */
  #carry(from: Socket, to: Socket): void {
    let before = Promise.resolve();
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

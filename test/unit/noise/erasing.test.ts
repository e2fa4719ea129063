import { describe, expect, it } from 'vitest';
import type { AgreementKey, NoisePrimitives } from '#protocol/noise/noise-primitives.ts';
import { nodePrimitives } from '#protocol/noise/node-primitives.ts';
import { portablePrimitives } from '#protocol/noise/portable-primitives.ts';
import { newHandshakes, openAll, sealedPair } from './sealed-pair.ts';

/** Keeps hold of every secret that one side has had in its hands. */
class Watched {
  readonly primitives: NoisePrimitives;
  readonly #secrets = new Set<Uint8Array>();
  readonly #keys = new Set<AgreementKey>();

  constructor(inner: NoisePrimitives) {
    const keep = (secret: Uint8Array) => {
      this.#secrets.add(secret);
      return secret;
    };
    this.primitives = {
      ...inner,
      generateKey: () => this.#watch(inner.generateKey(), keep),
      authenticate: (...parts) => keep(inner.authenticate(...parts)),
      seal: (input, plaintext) => {
        keep(input.key);
        return inner.seal(input, plaintext);
      },
      open: (input, ciphertext) => {
        keep(input.key);
        return inner.open(input, ciphertext);
      },
    };
  }

  /** Secrets that can still be read. */
  get left(): number {
    return [...this.#secrets].filter((secret) => secret.some((byte) => byte !== 0)).length;
  }

  get seen(): number {
    return this.#secrets.size;
  }

  /** Key pairs whose secret part has not been given up. */
  get keysLeft(): readonly AgreementKey[] {
    return [...this.#keys];
  }

  #watch(key: AgreementKey, keep: (secret: Uint8Array) => Uint8Array): AgreementKey {
    const watched: AgreementKey = {
      publicKey: key.publicKey,
      agree: (publicKey) => keep(key.agree(publicKey)),
      erase: () => {
        key.erase();
        this.#keys.delete(watched);
      },
    };
    this.#keys.add(watched);
    return watched;
  }
}

describe.each([
  ['node', nodePrimitives],
  ['portable', portablePrimitives],
])('of all secrets that passed through %s primitives', (_, inner) => {
  const setUp = () => {
    const [ofClient, ofServer] = [new Watched(inner), new Watched(inner)];
    const options = {
      clientPrimitives: ofClient.primitives,
      serverPrimitives: ofServer.primitives,
    };
    return { ofClient, ofServer, options };
  };

  it('two keys are left of a handshake, and none of a session', () => {
    const { ofClient, ofServer, options } = setUp();
    const { client, server, clientKey, serverKey } = sealedPair(options);
    // The keys were moved to where they stay: they are seen there once they are used.
    expect([ofClient.left, ofServer.left]).toEqual([0, 0]);
    openAll(server, client.sealJson('1'));
    openAll(client, server.sealJson('1'));
    for (const side of [ofClient, ofServer]) {
      expect(side.seen).toBeGreaterThan(10);
      expect(side.left).toBe(2);
    }
    // A device's and a server's own key stay with their owners.
    expect(ofClient.keysLeft).toEqual([clientKey]);
    expect(ofServer.keysLeft).toEqual([serverKey]);
    client.erase();
    server.erase();
    expect([ofClient.left, ofServer.left]).toEqual([0, 0]);
  });

  it('two are left when keys were renewed', () => {
    const { ofClient, ofServer, options } = setUp();
    const { client, server } = sealedPair({ ...options, rekeyAfterMessages: 2 });
    for (let count = 0; count < 7; count += 1) {
      openAll(server, client.sealJson('1'));
      openAll(client, server.sealJson('1'));
    }
    expect([ofClient.left, ofServer.left]).toEqual([2, 2]);
  });

  it('none is left when a message does not fit', () => {
    const { ofServer, options } = setUp();
    const { client, server } = sealedPair(options);
    const [message] = client.sealJson('1');
    message![3] = (message![3] ?? 0) ^ 1;
    expect(() => server.open(message!)).toThrow('bad tag');
    expect(ofServer.left).toBe(0);
  });

  it.each([1, 2])('none is left of a handshake whose message %i does not fit', (index) => {
    const { ofClient, ofServer, options } = setUp();
    const { client, server, clientKey, serverKey } = newHandshakes(options);
    const flip = (message: Uint8Array) => message.map((byte, at) => (at === 40 ? byte ^ 1 : byte));
    server.read(client.write());
    if (index === 1) expect(() => client.read(flip(server.write()))).toThrow('bad tag');
    else {
      client.read(server.write());
      expect(() => server.read(flip(client.write()))).toThrow('bad tag');
    }
    const [side, key] = index === 1 ? [ofClient, clientKey] : [ofServer, serverKey];
    expect(side.left).toBe(0);
    expect(side.keysLeft).toEqual([key]);
  });
});

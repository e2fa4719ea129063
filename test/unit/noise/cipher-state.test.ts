import { describe, expect, it } from 'vitest';
import { CipherState } from '#protocol/noise/cipher-state.ts';
import { nodePrimitives } from '#protocol/noise/node-primitives.ts';
import { portablePrimitives } from '#protocol/noise/portable-primitives.ts';

const nothing = new Uint8Array();
const plaintext = Uint8Array.of(1, 2, 3);
const newKey = () => new Uint8Array(32).fill(7);

describe.each([
  ['node', nodePrimitives],
  ['portable', portablePrimitives],
])('a cipher state of %s primitives', (_, primitives) => {
  it('stands still on a failed decryption', () => {
    const sender = new CipherState(primitives, newKey());
    const receiver = new CipherState(primitives, newKey());
    const [first, second] = [1, 2].map(() => sender.encrypt(nothing, plaintext));
    expect(() => receiver.decrypt(nothing, second!)).toThrow('bad tag');
    expect(() => receiver.decrypt(Uint8Array.of(9), first!)).toThrow('bad tag');
    expect(Array.from(receiver.decrypt(nothing, first!))).toEqual([1, 2, 3]);
    expect(Array.from(receiver.decrypt(nothing, second!))).toEqual([1, 2, 3]);
  });

  it('has a last number, and never uses the one that renews keys', () => {
    const last = 2n ** 64n - 2n;
    const sender = new CipherState(primitives, newKey(), last);
    const receiver = new CipherState(primitives, newKey(), last);
    const message = sender.encrypt(nothing, plaintext);
    expect(Array.from(receiver.decrypt(nothing, message))).toEqual([1, 2, 3]);
    expect(() => sender.encrypt(nothing, plaintext)).toThrow('nonce exhausted');
    expect(() => receiver.decrypt(nothing, message)).toThrow('nonce exhausted');
  });

  it('numbers messages big-endian after four zero bytes', () => {
    const number = 0x0102030405060708n;
    const message = new CipherState(primitives, newKey(), number).encrypt(nothing, plaintext);
    const nonce = Uint8Array.of(0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8);
    const input = { key: newKey(), nonce, additionalData: nothing };
    expect(Array.from(primitives.open(input, message) ?? [])).toEqual([1, 2, 3]);
  });

  it('renews its key as the other side does, and forgets the old one', () => {
    const [key, old] = [newKey(), newKey()];
    const sender = new CipherState(primitives, key);
    const receiver = new CipherState(primitives, newKey());
    sender.rekey();
    // The new one stands in its place.
    expect(key.every((byte, at) => byte === old[at])).toBe(false);
    const message = sender.encrypt(nothing, plaintext);
    expect(() => receiver.decrypt(nothing, message)).toThrow('bad tag');
    receiver.rekey();
    expect(Array.from(receiver.decrypt(nothing, message))).toEqual([1, 2, 3]);
  });

  it('overwrites its key', () => {
    const key = newKey();
    const state = new CipherState(primitives, key);
    state.erase();
    expect(key).toEqual(new Uint8Array(32));
    expect(state.hasKey).toBe(false);
  });
});

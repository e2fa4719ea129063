import { describe, expect, it } from 'vitest';
import {
  binaryPieceMaxBytes,
  binaryRecords,
  readBinaryRecord,
} from '#protocol/noise/binary-record.ts';
import { CipherState } from '#protocol/noise/cipher-state.ts';
import { agree } from '#protocol/noise/diffie-hellman.ts';
import { HandshakeState } from '#protocol/noise/handshake-state.ts';
import { nodePrimitives } from '#protocol/noise/node-primitives.ts';
import { messageMaxBytes } from '#protocol/noise/noise-primitives.ts';
import { portablePrimitives } from '#protocol/noise/portable-primitives.ts';
import { RecordAssembler } from '#protocol/noise/record-assembler.ts';
import { recordsOfAll } from '#protocol/noise/sealed-session.ts';
import { recordTypes } from '#protocol/sealed.ts';
import { sealedPair } from './sealed-pair.ts';

const nothing = new Uint8Array();

describe.each([
  ['node', nodePrimitives],
  ['portable', portablePrimitives],
])('%s primitives', (_, primitives) => {
  it('open nothing that is shorter than its tag', () => {
    const input = { key: new Uint8Array(32), nonce: new Uint8Array(12), additionalData: nothing };
    expect(primitives.open(input, new Uint8Array(15))).toBeNull();
    expect(primitives.open(input, new Uint8Array(16))).toBeNull();
  });

  it('share no secret with a key of small order, or of another length', () => {
    const key = primitives.generateKey();
    expect(() => agree(key, new Uint8Array(32))).toThrow('weak key');
    expect(() => agree(key, new Uint8Array(31))).toThrow('truncated message');
  });

  it('renew no key where there is none', () => {
    expect(() => new CipherState(primitives, null).rekey()).toThrow('session over');
  });
});

it('a key that was erased agrees with nobody', () => {
  const key = nodePrimitives.generateKey();
  key.erase();
  expect(() => key.agree(nodePrimitives.generateKey().publicKey)).toThrow('the key was erased');
});

function handshake(): HandshakeState {
  return new HandshakeState({
    primitives: nodePrimitives,
    role: 'initiator',
    staticKey: nodePrimitives.generateKey(),
    prologue: nothing,
  });
}

it('a handshake ends with a message that is too large, either way', () => {
  const writing = handshake();
  expect(() => writing.writeMessage(new Uint8Array(messageMaxBytes))).toThrow('message too large');
  expect(writing.isOver).toBe(true);
  const reading = handshake();
  reading.writeMessage(nothing);
  const message = new Uint8Array(messageMaxBytes + 1);
  expect(() => reading.readMessage(message)).toThrow('message too large');
  expect(reading.isOver).toBe(true);
});

it('a session ends with a message that is too large', () => {
  const { server } = sealedPair();
  expect(() => server.open(new Uint8Array(messageMaxBytes + 1))).toThrow('message too large');
});

it('texts and bytes do not come in the middle of a text', () => {
  for (const type of [recordTypes.jsonLines, recordTypes.binary]) {
    const assembler = new RecordAssembler(100);
    expect(assembler.add(Uint8Array.of(recordTypes.jsonFragment, 0x22))).toBeNull();
    expect(() => assembler.add(Uint8Array.of(type, 0x22))).toThrow('malformed record');
  }
});

it('of no texts there are no records', () => {
  expect(recordsOfAll([])).toEqual([]);
});

it('bytes come in as many records as they need, each with the id of its request', () => {
  const bytes = new Uint8Array(binaryPieceMaxBytes + 10).fill(7);
  const records = binaryRecords(5, [bytes.subarray(0, 20), bytes.subarray(20)]);
  // Each is borrowed until the next.
  const read = Array.from(records, (record) => readBinaryRecord(record.slice(1)));
  expect(read.map(({ id }) => id)).toEqual([5, 5]);
  expect(read.map((piece) => piece.bytes.length)).toEqual([binaryPieceMaxBytes, 10]);
  expect([...binaryRecords(5, [])]).toEqual([]);
  expect(() => readBinaryRecord(new Uint8Array(4))).toThrow('malformed record');
});

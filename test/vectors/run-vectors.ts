import { HandshakeState } from '#protocol/noise/handshake-state.ts';
import type { HandshakeResult } from '#protocol/noise/handshake-state.ts';
import { agree } from '#protocol/noise/diffie-hellman.ts';
import { NoiseError } from '#protocol/noise/noise-error.ts';
import type { NoisePrimitives } from '#protocol/noise/noise-primitives.ts';

export interface NoiseVectors {
  vectors: {
    protocol_name: string;
    init_prologue: string;
    init_static: string;
    init_ephemeral: string;
    resp_prologue: string;
    resp_static: string;
    resp_ephemeral: string;
    handshake_hash: string;
    messages: { payload: string; ciphertext: string }[];
  }[];
}

export interface X25519Vectors {
  numberOfTests: number;
  testGroups: {
    tests: {
      tcId: number;
      comment: string;
      flags: string[];
      public: string;
      private: string;
      shared: string;
      result: string;
    }[];
  }[];
}

export interface Vectors {
  noise: NoiseVectors;
  x25519: X25519Vectors;
}

/**
 * Holds an implementation to the published vectors, in any JavaScript engine: no test runner is
 * needed. Answers how many cases were tried.
 * @throws Error naming the first case that fails
 */
export function runVectors(primitives: NoisePrimitives, vectors: Vectors): number {
  for (const vector of vectors.noise.vectors) runHandshake(primitives, vector);
  const cases = vectors.x25519.testGroups.flatMap((group) => group.tests);
  requireEqual(
    'number of X25519 cases',
    String(cases.length),
    String(vectors.x25519.numberOfTests),
  );
  for (const each of cases) runAgreement(primitives, each);
  return vectors.noise.vectors.length + cases.length;
}

function runAgreement(
  primitives: NoisePrimitives,
  vector: X25519Vectors['testGroups'][number]['tests'][number],
): void {
  const name = `X25519 case ${String(vector.tcId)} (${vector.comment})`;
  const isWeak = /^0+$/.test(vector.shared);
  requireEqual(
    `${name}: zero secrets are flagged`,
    isWeak,
    vector.flags.includes('ZeroSharedSecret'),
  );
  const key = primitives.importKey(fromHex(vector.private));
  const publicKey = fromHex(vector.public);
  if (isWeak) requireWeak(name, () => agree(key, publicKey));
  else requireEqual(name, toHex(agree(key, publicKey)), vector.shared);
}

function requireWeak(name: string, attempt: () => unknown): void {
  let refusal: unknown;
  try {
    attempt();
  } catch (cause) {
    refusal = cause;
  }
  const failure = refusal instanceof NoiseError ? refusal.failure : String(refusal);
  requireEqual(`${name}: refusal`, failure, 'weak key');
}

type NoiseVector = NoiseVectors['vectors'][number];

function runHandshake(primitives: NoisePrimitives, vector: NoiseVector): void {
  requireEqual('protocol', vector.protocol_name, 'Noise_XX_25519_AESGCM_SHA256');
  const key = (secret: string) => primitives.importKey(fromHex(secret));
  const initiator = new HandshakeState({
    primitives,
    role: 'initiator',
    prologue: fromHex(vector.init_prologue),
    staticKey: key(vector.init_static),
    ephemeralKey: key(vector.init_ephemeral),
  });
  const responder = new HandshakeState({
    primitives,
    role: 'responder',
    prologue: fromHex(vector.resp_prologue),
    staticKey: key(vector.resp_static),
    ephemeralKey: key(vector.resp_ephemeral),
  });
  vector.messages.slice(0, 3).forEach(({ payload, ciphertext }, index) => {
    const [writer, reader] = index % 2 === 0 ? [initiator, responder] : [responder, initiator];
    const written = writer.writeMessage(fromHex(payload));
    requireEqual(`handshake message ${String(index)}`, toHex(written), ciphertext);
    requireEqual(`handshake payload ${String(index)}`, toHex(reader.readMessage(written)), payload);
  });
  const [initiated, responded] = [initiator.split(), responder.split()];
  for (const { handshakeHash } of [initiated, responded]) {
    requireEqual('handshake hash', toHex(handshakeHash), vector.handshake_hash);
  }
  requireKeysKnown(primitives, vector, initiated, responded);
  runTransport(vector, initiated, responded);
}

function requireKeysKnown(
  primitives: NoisePrimitives,
  vector: NoiseVector,
  initiated: HandshakeResult,
  responded: HandshakeResult,
): void {
  const publicKey = (secret: string) => toHex(primitives.importKey(fromHex(secret)).publicKey);
  const { remoteStaticKey } = initiated;
  requireEqual("responder's key", toHex(remoteStaticKey), publicKey(vector.resp_static));
  requireEqual("initiator's key", toHex(responded.remoteStaticKey), publicKey(vector.init_static));
}

function runTransport(
  vector: NoiseVector,
  initiated: HandshakeResult,
  responded: HandshakeResult,
): void {
  const nothing = new Uint8Array();
  vector.messages.slice(3).forEach(({ payload, ciphertext }, index) => {
    const [writer, reader] = index % 2 === 1 ? [initiated, responded] : [responded, initiated];
    const sealed = writer.send.encrypt(nothing, fromHex(payload));
    requireEqual(`transport message ${String(index)}`, toHex(sealed), ciphertext);
    const opened = reader.receive.decrypt(nothing, sealed);
    requireEqual(`transport payload ${String(index)}`, toHex(opened), payload);
  });
}

function requireEqual<T>(name: string, actual: T, expected: T): void {
  if (actual === expected) return;
  throw new Error(`${name}: expected ${String(expected)}, got ${String(actual)}`);
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

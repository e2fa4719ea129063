import { z } from 'zod';
import { newDeviceKey } from '#client/chat-client.ts';
import type { KeyPair } from '#client/chat-client.ts';
import type { Log } from '../logging/log.ts';
import type { SecretStore } from './secret-store.ts';

const secretName = 'device-key';
const storedKey = z.object({ publicKey: z.base64url(), secretKey: z.base64url() });

/**
 * This profile's X25519 key, made once: servers bind sessions to it. One that cannot be opened takes
 * those sessions with it, since they lie in the same store; a new one is made.
 */
export async function obtainDeviceKey(secrets: SecretStore, log: Log): Promise<KeyPair> {
  const reading = await secrets.read(secretName, storedKey);
  if (reading.status === 'present') {
    const { publicKey, secretKey } = reading.value;
    return { publicKey: bytesOf(publicKey), secretKey: bytesOf(secretKey) };
  }
  if (reading.status === 'unreadable') {
    log.error('The key of this device cannot be opened and is set aside', reading.cause);
    await secrets.setAside(secretName);
  }
  const key = newDeviceKey();
  await secrets.write(secretName, {
    publicKey: Buffer.from(key.publicKey).toString('base64url'),
    secretKey: Buffer.from(key.secretKey).toString('base64url'),
  });
  return key;
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'base64url'));
}

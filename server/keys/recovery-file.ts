import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { StartupError } from '../startup-error.ts';

export const recoveryFileName = 'recovery.json';

const saltBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
/** Both the purpose of the derived key and what the seal is bound to. */
const purpose = 'Future Talk recovery key, version 1';

const bytes = (length: number) =>
  z.base64url().transform((text, context) => {
    const decoded = Buffer.from(text, 'base64url');
    if (decoded.length !== length) context.addIssue(`must be ${String(length)} bytes`);
    return decoded;
  });

/** What stands in the file. */
export const recoveryFile = z.object({
  version: z.literal(1),
  salt: bytes(saltBytes),
  nonce: bytes(nonceBytes),
  /** The database key, 32 bytes, and the tag. */
  sealed: bytes(32 + tagBytes),
});

/**
 * What stands in `recovery.json`: the database key, sealed by AES-256-GCM under a key that
 * HKDF-SHA256 derives from the recovery key and a random salt.
 */
export function sealForRecovery(databaseKey: Uint8Array, recoveryKey: Uint8Array): string {
  const salt = randomBytes(saltBytes);
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', deriveKey(recoveryKey, salt), nonce);
  cipher.setAAD(Buffer.from(purpose));
  const sealed = Buffer.concat([cipher.update(databaseKey), cipher.final(), cipher.getAuthTag()]);
  const content = {
    version: 1,
    algorithm: 'AES-256-GCM under HKDF-SHA256 of the recovery key',
    salt: salt.toString('base64url'),
    nonce: nonce.toString('base64url'),
    sealed: sealed.toString('base64url'),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/**
 * The database key out of a data folder's `recovery.json`.
 * @throws StartupError when there is none, or the recovery key is not the one that it was made for.
 */
export function openWithRecoveryKey(folder: string, recoveryKey: Uint8Array): Uint8Array {
  return openRecoveryFile(readRecoveryFile(join(folder, recoveryFileName)), recoveryKey);
}

/** @throws StartupError when the recovery key is not the one that it was made for */
export function openRecoveryFile(
  { salt, nonce, sealed }: z.output<typeof recoveryFile>,
  recoveryKey: Uint8Array,
): Uint8Array {
  const decipher = createDecipheriv('aes-256-gcm', deriveKey(recoveryKey, salt), nonce, {
    authTagLength: tagBytes,
  });
  decipher.setAAD(Buffer.from(purpose));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]);
  } catch (cause) {
    throw new StartupError(
      'This is not the recovery key of this data; a newer one may have taken its place',
      { cause },
    );
  }
}

function deriveKey(recoveryKey: Uint8Array, salt: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', recoveryKey, salt, purpose, 32));
}

function readRecoveryFile(file: string): z.output<typeof recoveryFile> {
  try {
    return recoveryFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new StartupError('No recovery key was made for this data', { cause });
    }
    throw new StartupError(`${file} is damaged or from a newer version`, { cause });
  }
}

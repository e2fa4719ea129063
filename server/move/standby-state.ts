import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { registration } from '#protocol/server.ts';
import { openValue, sealValue } from '../blobs/sealed-value.ts';
import { replaceFile } from '../db/durable-files.ts';
import { StartupError } from '../startup-error.ts';

const secrets = z.object({
  /** Of this device, by which the other computer knows it: base64. */
  device_secret: z.string(),
  device_public: z.string(),
  /** What opens the copy: 64 hexadecimal digits. */
  database_key: z.string(),
});

const stateFile = z.object({
  /** Where the server is, and its key. */
  hosts: z.array(z.string()),
  port: z.int(),
  identity: z.string(),
  name: z.string(),
  registration,
  /** As of when the copy is; null before the first is whole. Milliseconds since 1970. */
  copied_at: z.int().nullable(),
  /** The other computer does not answer. */
  out_of_reach: z.boolean().default(false),
  /** Why it follows no more, in a sentence: for whoever looks at a service, which tells nobody. */
  problem: z.string().nullable().default(null),
  /** Under the key that opens the database here, base64. */
  sealed: z.string(),
});

export type StandbySecrets = z.infer<typeof secrets>;
export type StandbyState = Omit<z.infer<typeof stateFile>, 'sealed'>;

export const standbyStateName = 'standing-by.json';
const sealedAs = 'standby';

export function hasStandbyState(folder: string): boolean {
  return existsSync(join(folder, standbyStateName));
}

/** On disk when this returns. */
export function writeStandbyState(
  folder: string,
  key: Uint8Array,
  state: StandbyState,
  own: StandbySecrets,
): void {
  const sealed = sealValue(key, sealedAs, own).toString('base64');
  replaceFile(join(folder, standbyStateName), `${JSON.stringify({ ...state, sealed })}\n`);
}

/** @throws StartupError where nothing stands by in the folder, or under another key */
export function readStandbyState(
  folder: string,
  key: Uint8Array,
): { state: StandbyState; own: StandbySecrets } {
  if (!hasStandbyState(folder)) {
    throw new StartupError('Nothing stands by on this computer');
  }
  try {
    const text = readFileSync(join(folder, standbyStateName), 'utf8');
    const { sealed, ...state } = stateFile.parse(JSON.parse(text));
    const own = secrets.parse(openValue(key, sealedAs, Buffer.from(sealed, 'base64')));
    return { state, own };
  } catch (cause) {
    throw new StartupError('What stands by on this computer cannot be read with this key', {
      cause,
    });
  }
}

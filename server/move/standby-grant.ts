import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { flushFolder, replaceFile } from '../db/durable-files.ts';

const grantFile = z.object({
  version: z.literal(1),
  /** Of the device that may copy this server at any time: X25519, base64. */
  device_key: z.string(),
  /** Where it would serve. */
  addresses: z.array(z.string()),
});

/** Who stands by for this server, until an administrator ends it. */
export interface StandbyGrant {
  deviceKey: Uint8Array;
  addresses: string[];
}

const grantFileName = 'standby.json';

/** Null where nobody stands by. @throws Error for a file that is none of ours */
export function readGrant(folder: string): StandbyGrant | null {
  const file = join(folder, grantFileName);
  if (!existsSync(file)) return null;
  const { device_key, addresses } = grantFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  return { deviceKey: Buffer.from(device_key, 'base64'), addresses };
}

/** Outlives a restart of this server. */
export function writeGrant(folder: string, { deviceKey, addresses }: StandbyGrant): void {
  const device_key = Buffer.from(deviceKey).toString('base64');
  const content = { version: 1, device_key, addresses };
  replaceFile(join(folder, grantFileName), `${JSON.stringify(content)}\n`);
}

export function removeGrant(folder: string): void {
  rmSync(join(folder, grantFileName), { force: true });
  flushFolder(folder);
}

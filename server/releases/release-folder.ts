import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { limits } from '#protocol/limits.ts';
import { releaseManifest } from '#protocol/releases.ts';
import type { ReleaseManifest, SignedRelease } from '#protocol/releases.ts';
import { codeOf } from '../system-error.ts';

/** What is signed, and the signature over it; in this order they are written last. */
export const signatureFileName = 'release.json.sig';
export const manifestFileName = 'release.json';

/** Where a server keeps the release that it hands on; need not be there. */
export function releasesFolderOf(dataFolder: string): string {
  return path.join(dataFolder, 'releases');
}

export interface HeldRelease {
  signed: SignedRelease;
  manifest: ReleaseManifest;
  /** Files of it that are not there, or have another length: it is not offered while there are any. */
  missing: string[];
}

/** Null where there is no release; `unreadable` where there is one that this version cannot read. */
export async function readRelease(folder: string): Promise<HeldRelease | 'unreadable' | null> {
  const manifestText = await textIfPresent(path.join(folder, manifestFileName));
  const signature = await textIfPresent(path.join(folder, signatureFileName));
  if (manifestText === null || signature === null) return null;
  const manifest = releaseManifest.safeParse(parsedOrNull(manifestText));
  if (!manifest.success || Buffer.byteLength(manifestText) > limits.releaseManifestMaxBytes) {
    return 'unreadable';
  }
  return {
    signed: { manifest: manifestText, signature: signature.trim() },
    manifest: manifest.data,
    missing: await missingOf(folder, manifest.data),
  };
}

async function missingOf(folder: string, { files }: ReleaseManifest): Promise<string[]> {
  const missing: string[] = [];
  for (const { name, bytes } of files) {
    const found = await stat(path.join(folder, name)).catch(nullIfAbsent);
    if (found?.isFile() !== true || found.size !== bytes) missing.push(name);
  }
  return missing;
}

async function textIfPresent(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch(nullIfAbsent);
}

function nullIfAbsent(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null;
  throw error;
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

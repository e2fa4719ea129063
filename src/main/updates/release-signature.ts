import { createPublicKey, verify } from 'node:crypto';
import { releaseManifest } from '#protocol/releases.ts';
import type { ReleaseFile, ReleaseManifest, SignedRelease } from '#protocol/releases.ts';
import { parseJson } from '../storage/json-file.ts';

/** Why a release is not installed. */
export class ReleaseRefused extends Error {
  override readonly name = 'ReleaseRefused';
}

/**
 * What a release says, once its signature is known to be that of the key that came with this app.
 * @param publicKey PEM, Ed25519
 * @throws ReleaseRefused
 */
export function openRelease(release: SignedRelease, publicKey: string): ReleaseManifest {
  const key = createPublicKey(publicKey);
  const signature = Buffer.from(release.signature, 'base64');
  // Another kind of key would bring another kind of signature with it.
  const isSigned =
    key.asymmetricKeyType === 'ed25519' &&
    verify(null, Buffer.from(release.manifest), key, signature);
  if (!isSigned) throw new ReleaseRefused('It is not signed by the key that this app trusts');
  const manifest = releaseManifest.safeParse(parseJson(release.manifest));
  if (!manifest.success) throw new ReleaseRefused('It is signed, and this app cannot read it');
  return manifest.data;
}

/** Versions are three numbers; what is no version is older than any. */
export function isNewer(version: string, than: string): boolean {
  const [one, other] = [numbersOf(version), numbersOf(than)];
  const place = [0, 1, 2].find((index) => one[index] !== other[index]);
  return place !== undefined && (one[place] ?? -1) > (other[place] ?? -1);
}

function numbersOf(version: string): number[] {
  return (/^(\d+)\.(\d+)\.(\d+)/.exec(version) ?? []).slice(1).map(Number);
}

export type Installation = Pick<ReleaseFile, 'platform' | 'arch' | 'kind'>;

/** The file for a computer, as the app was installed there; undefined where the release has none. */
export function fileFor(
  { files }: ReleaseManifest,
  { platform, arch, kind }: Installation,
): ReleaseFile | undefined {
  return files.find(
    (file) =>
      file.platform === platform &&
      file.kind === kind &&
      (file.arch === arch || file.arch === 'universal'),
  );
}

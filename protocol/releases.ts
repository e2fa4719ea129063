import { z } from 'zod';
import { bytesAnswer } from './bytes.ts';
import { defineEndpoint } from './endpoint.ts';
import { limits } from './limits.ts';

/** No path, and nothing that another system could take for one. */
const fileName = z
  .string()
  .max(limits.attachmentNameMaxCharacters)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/);

/** Three numbers: what is before a release is not offered to anybody. */
const releaseVersion = z.string().regex(/^(?:0|[1-9]\d{0,5})(?:\.(?:0|[1-9]\d{0,5})){2}$/);

export const packageKind = z.enum(['nsis', 'dmg', 'AppImage', 'deb', 'rpm', 'tar.gz']);
export type PackageKind = z.infer<typeof packageKind>;

const releaseFile = z.object({
  name: fileName,
  platform: z.enum(['win32', 'darwin', 'linux']),
  arch: z.enum(['x64', 'arm64', 'universal']),
  kind: packageKind,
  bytes: z.int().min(1).max(limits.releaseFileMaxBytes),
  /** Hexadecimal. */
  sha512: z.string().regex(/^[0-9a-f]{128}$/),
});
export type ReleaseFile = z.infer<typeof releaseFile>;

/** What a release's signature is made over, as UTF-8 text of JSON. */
export const releaseManifest = z.object({
  product: z.literal('future-talk'),
  version: releaseVersion,
  files: z.array(releaseFile).min(1).max(limits.releaseFilesMax),
});
export type ReleaseManifest = z.infer<typeof releaseManifest>;

/** Ed25519 over the manifest's bytes; the text is kept as it was signed. */
export const signedRelease = z.object({
  manifest: z.string().max(limits.releaseManifestMaxBytes),
  /** base64 */
  signature: z.string().max(128),
});
export type SignedRelease = z.infer<typeof signedRelease>;

export const getRelease = defineEndpoint({
  method: 'GET',
  path: '/api/v1/release',
  summary: 'The release of the app that the host offers; null where there is none',
  tag: 'server',
  access: 'user',
  answers: { 200: z.object({ release: signedRelease.nullable() }) },
});

export const downloadReleaseFile = defineEndpoint({
  method: 'GET',
  path: '/api/v1/release/files/{name}',
  summary: 'A piece of a file of the release, at most a mebibyte from `first` on',
  tag: 'server',
  access: 'user',
  params: z.object({ name: fileName }),
  query: z.object({ first: z.coerce.number().int().min(0).max(limits.releaseFileMaxBytes) }),
  answers: { 200: bytesAnswer },
  answersAs: 'application/octet-stream',
  errors: ['NOT_FOUND', 'RANGE_NOT_SATISFIABLE'],
});

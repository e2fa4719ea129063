import { fileTypeFromBuffer } from 'file-type';
import { BlobReader } from '../../blobs/blob-reader.ts';
import { Refusal, unknownDocument } from './inspection.ts';
import type { Findings, InspectionTask } from './inspection.ts';
import { inspectImage, isPicture } from './inspect-image.ts';
import { inspectMedia } from './inspect-media.ts';

/** As far as a type's signs reach in the formats that count. */
const headBytes = 262_144;

/** Types that carry scripts; as plain bytes they do nothing. */
const active = /^\w+\/(xml|html|javascript)$|\+xml$|shockwave/;

/**
 * Looks at a file's bytes; names and what the uploader says of the type count for nothing.
 * @throws Refusal
 */
export async function inspect({ blob, details }: InspectionTask): Promise<Findings> {
  const reader = await BlobReader.open(blob);
  try {
    const head = await reader.read(0, Math.min(headBytes, blob.byteCount));
    const found = head.length === 0 ? undefined : await fileTypeFromBuffer(head);
    const mimeType = found?.mime ?? unknownDocument.mimeType;
    if (details.isVoiceNote && !isTimed(mimeType)) {
      throw new Refusal('A voice message must be a sound recording');
    }
    if (isPicture(mimeType)) return await inspectImage(reader, blob.byteCount, mimeType, details);
    if (isTimed(mimeType)) {
      return await inspectMedia(reader, blob.byteCount, mimeType, details);
    }
    return {
      ...unknownDocument,
      mimeType: active.test(mimeType) ? unknownDocument.mimeType : mimeType,
    };
  } finally {
    await reader.close();
  }
}

/** Sound or film. */
function isTimed(mimeType: string): boolean {
  // Ogg and a few others are filed under `application`.
  return /^(audio|video)\/|^application\/ogg/.test(mimeType);
}

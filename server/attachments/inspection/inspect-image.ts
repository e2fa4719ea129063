import sharp from 'sharp';
import type { Metadata } from 'sharp';
import type { BlobReader } from '../../blobs/blob-reader.ts';
import type { UploadDetails } from '../upload-details.ts';
import { Refusal, unknownDocument } from './inspection.ts';
import type { Findings } from './inspection.ts';
import { withoutLocation } from './without-location.ts';

const pictures = new Set([
  'image/jpeg',
  'image/png',
  'image/apng',
  'image/webp',
  'image/gif',
  'image/avif',
  'image/heic',
  'image/heif',
  'image/tiff',
]);
/** Those that the app can show; others are documents with a type. */
const shown = new Set([
  'image/jpeg',
  'image/png',
  'image/apng',
  'image/webp',
  'image/gif',
  'image/avif',
]);

/** A larger picture is kept as a document: to look at it takes all of it in memory. */
const pictureMaxBytes = 67_108_864;
const pictureMaxPixels = 120_000_000;
const thumbnailMaxPixels = 480;
const timeoutSeconds = 10;

sharp.cache(false);
sharp.concurrency(1);

export function isPicture(mimeType: string): boolean {
  return pictures.has(mimeType);
}

/** @throws Refusal when the location cannot be taken out */
export async function inspectImage(
  reader: BlobReader,
  byteCount: number,
  mimeType: string,
  { removeLocation }: UploadDetails,
): Promise<Findings> {
  const document = { ...unknownDocument, mimeType };
  if (byteCount > pictureMaxBytes) {
    if (removeLocation) throw new Refusal('The picture is too large to remove its location');
    return document;
  }
  const original = await reader.read(0, byteCount);
  const stripped = removeLocation ? await removeFrom(original, mimeType) : null;
  const picture = stripped ?? original;
  const described = shown.has(mimeType) ? await describe(picture) : null;
  const replacement = stripped === original ? null : stripped;
  if (described === null) return { ...document, replacement };
  return { ...document, attachmentType: 'image', ...described, replacement };
}

async function removeFrom(original: Buffer, mimeType: string): Promise<Buffer> {
  try {
    return await withoutLocation(original, mimeType, { maxPixels: pictureMaxPixels });
  } catch (cause) {
    throw new Refusal('The location cannot be removed from this picture', { cause });
  }
}

/** Null for what is no picture after all, or too large a one: few bytes may stand for very many. */
async function describe(
  picture: Buffer,
): Promise<Pick<Findings, 'dimensions' | 'thumbnail'> | null> {
  try {
    const image = sharp(picture, { limitInputPixels: pictureMaxPixels, failOn: 'none' });
    const metadata = await image.metadata();
    if (metadata.width * metadata.height > pictureMaxPixels) return null;
    const thumbnail = await image
      .autoOrient()
      .resize(thumbnailMaxPixels, thumbnailMaxPixels, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 75 })
      .timeout({ seconds: timeoutSeconds })
      .toBuffer();
    return { dimensions: orientedSize(metadata), thumbnail };
  } catch {
    // Broken or hostile: it stays what it is, bytes that nobody opens.
    return null;
  }
}

/** From 5 on a picture lies on its side (Exif 2.32, 4.6.4 A). */
function orientedSize({ width, height, orientation = 1 }: Metadata) {
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}

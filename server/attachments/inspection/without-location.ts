import sharp from 'sharp';

/**
 * A picture without what it says beside its pixels: where it was taken, with what, by whom. How it is
 * to be turned is kept. JPEG, PNG and WebP lose no quality; AVIF is encoded anew.
 * @throws for formats from which it cannot be taken, and for what is not such a picture
 */
export async function withoutLocation(
  picture: Buffer,
  mimeType: string,
  { maxPixels }: { maxPixels: number },
): Promise<Buffer> {
  const options = { limitInputPixels: maxPixels };
  const { orientation = 1, hasAlpha } = await sharp(picture, options).metadata();
  switch (mimeType) {
    case 'image/jpeg':
      return withoutJpegMetadata(picture, orientation);
    case 'image/png':
    case 'image/apng':
      if (orientation === 1) return withoutPngMetadata(picture);
      return sharp(picture, options).autoOrient().png().toBuffer();
    case 'image/webp':
      if (orientation === 1) return withoutWebpMetadata(picture);
      return sharp(picture, { ...options, animated: true })
        .autoOrient()
        .webp({ quality: 92, alphaQuality: hasAlpha ? 100 : 0 })
        .toBuffer();
    case 'image/avif':
      return sharp(picture, options).autoOrient().avif({ quality: 80 }).toBuffer();
    case 'image/gif':
      return picture;
    default:
      throw new Error(`no way to take the location out of ${mimeType}`);
  }
}

const startOfScan = 0xda;
const endOfImage = 0xd9;
/** Application segments that are about the pixels: JFIF, colour profile, Adobe's transform. */
const keptApplications = new Set([0xe0, 0xe2, 0xee]);
const comment = 0xfe;

/** Copies the segments up to the scans, then the scans; what stands behind the picture is left out. */
function withoutJpegMetadata(picture: Buffer, orientation: number): Buffer {
  const kept: Buffer[] = [picture.subarray(0, 2), orientationSegment(orientation)];
  let at = 2;
  for (;;) {
    if (picture.readUInt8(at) !== 0xff) throw new Error('no segment');
    const marker = picture.readUInt8(at + 1);
    if (marker === 0xff) {
      at += 1;
    } else if (marker === startOfScan) {
      kept.push(picture.subarray(at, endOfScans(picture, at)));
      return Buffer.concat(kept);
    } else {
      const end = at + 2 + picture.readUInt16BE(at + 2);
      const segment = picture.subarray(at, end);
      if (isKept(marker, segment)) kept.push(segment);
      at = end;
    }
  }
}

function isKept(marker: number, segment: Buffer): boolean {
  const isApplication = marker >= 0xe0 && marker <= 0xef;
  if (!isApplication) return marker !== comment;
  // The second application segment also lists further pictures in the file, each with its own place.
  if (marker === 0xe2) return segment.subarray(4, 15).toString('latin1') === 'ICC_PROFILE';
  return keptApplications.has(marker);
}

/** After the end of the picture phones put films and further pictures. */
function endOfScans(picture: Buffer, start: number): number {
  for (let at = picture.indexOf(0xff, start); at !== -1; at = picture.indexOf(0xff, at + 1)) {
    if (picture[at + 1] === endOfImage) return at + 2;
  }
  return picture.length;
}

/** An Exif segment that says nothing but how the picture is turned. */
function orientationSegment(orientation: number): Buffer {
  if (orientation === 1) return Buffer.alloc(0);
  const tiff = Buffer.from('4d4d002a00000008000101120003000000010000000000000000', 'hex');
  tiff.writeUInt16BE(orientation, 18);
  const content = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.from('ffe10000', 'hex');
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}

const pngMetadata = new Set(['eXIf', 'tEXt', 'zTXt', 'iTXt', 'tIME']);

function withoutPngMetadata(picture: Buffer): Buffer {
  const kept = [picture.subarray(0, 8)];
  for (let at = 8; at + 12 <= picture.length;) {
    const end = at + 12 + picture.readUInt32BE(at);
    const type = picture.subarray(at + 4, at + 8).toString('latin1');
    if (!pngMetadata.has(type)) kept.push(picture.subarray(at, end));
    if (type === 'IEND') break;
    at = end;
  }
  return Buffer.concat(kept);
}

const webpMetadata = new Set(['EXIF', 'XMP ']);
/** In VP8X: that there is Exif and XMP. */
const webpMetadataFlags = 0x0c;

function withoutWebpMetadata(picture: Buffer): Buffer {
  const kept: Buffer[] = [];
  const fileEnd = Math.min(picture.length, 8 + picture.readUInt32LE(4));
  for (let at = 12; at + 8 <= fileEnd;) {
    const size = picture.readUInt32LE(at + 4);
    const end = at + 8 + size + (size % 2);
    const type = picture.subarray(at, at + 4).toString('latin1');
    if (!webpMetadata.has(type)) kept.push(Buffer.from(picture.subarray(at, end)));
    at = end;
  }
  for (const chunk of kept) {
    if (chunk.subarray(0, 4).toString('latin1') !== 'VP8X') continue;
    chunk.writeUInt8(chunk.readUInt8(8) & ~webpMetadataFlags, 8);
  }
  const body = Buffer.concat([Buffer.from('WEBP'), ...kept]);
  const head = Buffer.from('RIFF\0\0\0\0');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}

import sharp from 'sharp';
import { expect, it } from 'vitest';
import { withoutLocation } from '#server/attachments/inspection/without-location.ts';
import { photograph } from '../../../integration/attachments/support/pictures.ts';

const small = { width: 16, height: 12 };
const maxPixels = 1_000_000;

function without(picture: Buffer, mimeType: string): Promise<Buffer> {
  return withoutLocation(picture, mimeType, { maxPixels });
}

/** A segment of a JPEG. */
function segment(marker: number, content: string): Buffer {
  const head = Buffer.from([0xff, marker, 0, content.length + 2]);
  return Buffer.concat([head, Buffer.from(content, 'latin1')]);
}

it('of a JPEG keeps what is about the pixels, and nothing that tells more', async () => {
  const plain = await photograph('jpeg', small);
  const profile = segment(0xe2, 'ICC_PROFILE\0and so on');
  const told = ['said beside it', 'MPF\0further pictures', 'Photoshop 3.0\0where', 'ICC_PROFILE'];
  const picture = Buffer.concat([
    plain.subarray(0, 2),
    segment(0xfe, 'said beside it'),
    segment(0xe2, 'MPF\0further pictures'),
    segment(0xed, 'Photoshop 3.0\0where'),
    // Bytes that only fill may stand before each segment.
    Buffer.from([0xff, 0xff]),
    profile,
    plain.subarray(2),
    Buffer.from('a film of some seconds'),
  ]);
  const cleaned = await without(picture, 'image/jpeg');
  const kept = [...told, 'a film'].filter((text) => cleaned.includes(text));
  expect(kept).toEqual(['ICC_PROFILE']);
  const raw = (bytes: Buffer) => sharp(bytes).raw().toBuffer();
  expect(await raw(cleaned)).toEqual(await raw(plain));
});

it('of a JPEG that breaks off keeps what there is of the picture', async () => {
  const plain = await photograph('jpeg', { width: 200, height: 100 });
  const cleaned = await without(plain.subarray(0, -10), 'image/jpeg');
  expect(cleaned.subarray(-20)).toEqual(plain.subarray(-30, -10));
});

it('takes no JPEG whose segments do not follow one another', async () => {
  const plain = await photograph('jpeg', small);
  // The length of the first segment leads into the middle of another one.
  const torn = Buffer.from(plain);
  torn.writeUInt16BE(torn.readUInt16BE(4) + 1, 4);
  await expect(without(torn, 'image/jpeg')).rejects.toThrow();
});

it.each([
  ['avif', 'image/avif'],
  ['png', 'image/apng'],
] as const)('of %s keeps the picture', async (format, mimeType) => {
  const picture = await sharp(await photograph('png', small))
    .keepExif()
    .toFormat(format)
    .toBuffer();
  const { exif } = await sharp(picture).metadata();
  expect(exif).toBeDefined();
  const cleaned = await sharp(await without(picture, mimeType)).metadata();
  expect(cleaned).toMatchObject(small);
  expect(cleaned.exif).toBeUndefined();
});

it('of a PNG that breaks off keeps the whole chunks', async () => {
  const plain = await photograph('png', small);
  const cleaned = await without(plain.subarray(0, -12), 'image/png');
  expect(cleaned.includes('IDAT')).toBe(true);
  expect(cleaned.includes('SecretCameraMaker')).toBe(false);
});

it('of a WebP that lies on its side keeps how it is to be seen, with what is transparent', async () => {
  const background = { r: 200, g: 30, b: 60, alpha: 0.5 };
  const picture = await sharp({ create: { ...small, channels: 4, background } })
    .withMetadata({ orientation: 6 })
    .webp()
    .toBuffer();
  const cleaned = await sharp(await without(picture, 'image/webp')).metadata();
  expect(cleaned).toMatchObject({ width: small.height, height: small.width, hasAlpha: true });
  expect(cleaned.orientation).toBeUndefined();
});

it('leaves a GIF, which holds no place, and refuses what it knows no way for', async () => {
  const gif = await sharp(await photograph('png', small))
    .gif()
    .toBuffer();
  expect(await without(gif, 'image/gif')).toBe(gif);
  const tiff = await sharp(await photograph('png', small))
    .tiff()
    .toBuffer();
  await expect(without(tiff, 'image/tiff')).rejects.toThrow(/no way to take the location out/);
});

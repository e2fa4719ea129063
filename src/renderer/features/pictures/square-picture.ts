/** As large as a picture is ever drawn, on a screen with two dots to a pixel. */
const sideMax = 512;

/**
 * The middle of a picture as a small square, the right way up, with nothing but its pixels; null for
 * what is no picture.
 */
export async function squarePicture(file: Blob): Promise<Uint8Array<ArrayBuffer> | null> {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (bitmap === null) return null;
  try {
    const taken = Math.min(bitmap.width, bitmap.height);
    const side = Math.min(taken, sideMax);
    const canvas = new OffscreenCanvas(side, side);
    const left = (bitmap.width - taken) / 2;
    const top = (bitmap.height - taken) / 2;
    const context = canvas.getContext('2d');
    if (context === null) return null;
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, left, top, taken, taken, 0, 0, side, side);
    const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.9 });
    return new Uint8Array(await blob.arrayBuffer());
  } finally {
    bitmap.close();
  }
}

/** A square picture in Electron's own form: blue, green, red, alpha. */
export interface Bitmap {
  size: number;
  pixels: Buffer;
}

interface IconWish {
  unread: number;
  isOffline: boolean;
  isQuiet: boolean;
}

type Colour = readonly [red: number, green: number, blue: number];
/** Whether a point lies inside; the picture reaches from 0 to 1 both ways. */
type Shape = (x: number, y: number) => boolean;

const green: Colour = [15, 118, 110];
const grey: Colour = [120, 126, 124];
const red: Colour = [200, 48, 38];
const white: Colour = [255, 255, 255];
/** Each pixel is the mean of so many points squared. */
const pointsASide = 4;

/** The digits 0 to 9 and a plus, 3 wide and 5 high, a row a number. */
const glyphs: Record<string, readonly number[]> = {
  '0': [7, 5, 5, 5, 7],
  '1': [2, 6, 2, 2, 7],
  '2': [7, 1, 7, 4, 7],
  '3': [7, 1, 7, 1, 7],
  '4': [5, 5, 7, 1, 1],
  '5': [7, 4, 7, 1, 7],
  '6': [7, 4, 7, 5, 7],
  '7': [7, 1, 2, 2, 2],
  '8': [7, 5, 7, 5, 7],
  '9': [7, 5, 7, 1, 7],
  '+': [0, 2, 7, 2, 0],
};

/** The app's bubble, grey without a connection, with what is unread as a number in its corner. */
export function drawTrayIcon({ unread, isOffline, isQuiet }: IconWish, size: number): Bitmap {
  const layers: [Shape, Colour][] = [[bubble, isOffline ? grey : green]];
  for (const line of [0.3, 0.46]) layers.push([bar(0.22, line, line < 0.4 ? 0.56 : 0.36), white]);
  if (isQuiet) layers.push([disc(0.78, 0.2, 0.2), grey], [bar(0.68, 0.17, 0.2), white]);
  if (unread > 0) layers.push(...countLayers(unread, { x: 0.69, y: 0.69, radius: 0.31 }));
  return paint(layers, size);
}

/** The number alone, for the corner of a button in Windows' taskbar. */
export function drawCount(unread: number, size: number): Bitmap {
  return paint(countLayers(unread, { x: 0.5, y: 0.5, radius: 0.5 }), size);
}

interface Disc {
  x: number;
  y: number;
  radius: number;
}

function countLayers(unread: number, { x, y, radius }: Disc): [Shape, Colour][] {
  const text = unread > 9 ? '9+' : String(unread);
  const unit = (radius * (text.length > 1 ? 0.9 : 1.25)) / 5;
  const width = (text.length * 4 - 1) * unit;
  const left = x - width / 2;
  const top = y - 2.5 * unit;
  const layers: [Shape, Colour][] = [[disc(x, y, radius), red]];
  [...text].forEach((character, index) => {
    layers.push([glyph(character, left + index * 4 * unit, top, unit), white]);
  });
  return layers;
}

const bubble: Shape = (x, y) => {
  const isInside = roundedBox(x, y, { left: 0.04, top: 0.06, right: 0.96, bottom: 0.76 });
  const isTail = y >= 0.7 && y < 0.96 && x > 0.2 && x < 0.2 + (0.96 - y) * 1.1;
  return isInside || isTail;
};

function roundedBox(
  x: number,
  y: number,
  { left, top, right, bottom }: { left: number; top: number; right: number; bottom: number },
): boolean {
  const radius = 0.2;
  const nearestX = Math.min(Math.max(x, left + radius), right - radius);
  const nearestY = Math.min(Math.max(y, top + radius), bottom - radius);
  return Math.hypot(x - nearestX, y - nearestY) <= radius;
}

function disc(centreX: number, centreY: number, radius: number): Shape {
  return (x, y) => Math.hypot(x - centreX, y - centreY) <= radius;
}

function bar(left: number, top: number, width: number): Shape {
  return (x, y) => x >= left && x <= left + width && y >= top && y <= top + 0.08;
}

function glyph(character: string, left: number, top: number, unit: number): Shape {
  const rows = glyphs[character] ?? [];
  return (x, y) => {
    const column = Math.floor((x - left) / unit);
    const row = rows[Math.floor((y - top) / unit)] ?? 0;
    return column >= 0 && column < 3 && (row & (4 >> column)) !== 0;
  };
}

function paint(layers: readonly [Shape, Colour][], size: number): Bitmap {
  const pixels = Buffer.alloc(size * size * 4);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      pixels.set(pixelOf(layers, column, row, size), (row * size + column) * 4);
    }
  }
  return { size, pixels };
}

function pixelOf(
  layers: readonly [Shape, Colour][],
  column: number,
  row: number,
  size: number,
): number[] {
  const sum = [0, 0, 0];
  let covered = 0;
  for (let point = 0; point < pointsASide ** 2; point += 1) {
    const x = (column + ((point % pointsASide) + 0.5) / pointsASide) / size;
    const y = (row + (Math.floor(point / pointsASide) + 0.5) / pointsASide) / size;
    const top = layers.findLast(([shape]) => shape(x, y));
    if (top === undefined) continue;
    covered += 1;
    top[1].forEach((value, channel) => (sum[channel] = (sum[channel] ?? 0) + value));
  }
  const all = pointsASide ** 2;
  const [redSum = 0, greenSum = 0, blueSum = 0] = sum;
  // Colours are multiplied with their alpha already.
  return [blueSum / all, greenSum / all, redSum / all, (covered * 255) / all].map(Math.round);
}

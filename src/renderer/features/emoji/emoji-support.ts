import type { Emoji } from './emoji-data.ts';

/**
 * Those that this computer's fonts can draw: of an older system the newest would be empty boxes.
 * One emoji stands for its version.
 */
export function drawable(
  all: readonly Emoji[],
  canDraw: (emoji: string) => boolean = isDrawn,
): Emoji[] {
  const versions = new Map(all.map(({ version, emoji }) => [version, emoji]));
  const missing = new Set(
    [...versions].filter(([, emoji]) => !canDraw(emoji)).map(([version]) => version),
  );
  // A computer that seems to draw none has no canvas to tell by.
  if (missing.size === versions.size) return [...all];
  return all.filter(({ version }) => !missing.has(version));
}

const sizePx = 16;

/** A glyph of a colour font looks the same whatever the colour of the text. */
function isDrawn(emoji: string): boolean {
  const [black, white] = ['#000', '#fff'].map((colour) => pixels(emoji, colour));
  return black !== undefined && black !== '' && black === white;
}

function pixels(emoji: string, colour: string): string {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = sizePx;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return '';
  context.font = `${String(sizePx)}px sans-serif`;
  context.textBaseline = 'top';
  context.fillStyle = colour;
  context.fillText(emoji, 0, 0);
  const { data } = context.getImageData(0, 0, sizePx, sizePx);
  return data.some((value) => value !== 0) ? data.join() : '';
}

export interface Dimensions {
  width: number;
  height: number;
}

const sideMaxPx = 320;
const sideMinPx = 96;

/** How large one picture is shown: its own form, within bounds that a strip or a dot does not leave. */
export function fitPicture({ width, height }: Dimensions): Dimensions {
  const factor = Math.min(1, sideMaxPx / Math.max(width, height, 1));
  return {
    width: Math.max(sideMinPx, Math.round(width * factor)),
    height: Math.max(sideMinPx, Math.round(height * factor)),
  };
}

/** Where nothing is known of it. */
export const unknownPicture: Dimensions = { width: 240, height: 180 };

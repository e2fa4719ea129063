export interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where the window stood when it was last closed. */
export interface WindowPlace {
  bounds: Bounds;
  isMaximised: boolean;
}

/** By hand, because the window opens before what checks values by their schemas has been read. */
export function isWindowPlace(value: unknown): value is WindowPlace {
  const { bounds, isMaximised } = (value ?? {}) as { bounds?: unknown; isMaximised?: unknown };
  const { x, y, width, height } = (bounds ?? {}) as Record<string, unknown>;
  return typeof isMaximised === 'boolean' && [x, y, width, height].every(Number.isSafeInteger);
}

/** A screen, as Electron's `Display` tells it, without bars and docks. */
export interface Screen {
  workArea: Bounds;
}

export const windowMinimum = { width: 400, height: 500 };
const firstSize = { width: 1100, height: 760 };
/** As much of the title bar must be on a screen that a person can take hold of it. */
const gripMinimum = { width: 120, height: 24 };

/**
 * The size and place to open with. Screens come and go: a window that nobody could reach opens in
 * the middle of the first screen, and none is larger than the screen that it is on.
 * @param screens the one in use first; never empty
 */
export function placeOnScreens(
  place: WindowPlace | null,
  screens: readonly Screen[],
): Partial<Bounds> & Pick<Bounds, 'width' | 'height'> {
  const home = screens.find(
    ({ workArea }) => place !== null && isReachable(place.bounds, workArea),
  );
  const { width, height } = place?.bounds ?? firstSize;
  const area = (home ?? screens[0])?.workArea;
  const size = {
    width: Math.max(windowMinimum.width, Math.min(width, area?.width ?? width)),
    height: Math.max(windowMinimum.height, Math.min(height, area?.height ?? height)),
  };
  if (place === null || home === undefined) return size;
  return { ...size, x: place.bounds.x, y: place.bounds.y };
}

function isReachable(window: Bounds, area: Bounds): boolean {
  const grip = { ...window, height: gripMinimum.height };
  const width = overlap(grip.x, grip.width, area.x, area.width);
  const height = overlap(grip.y, grip.height, area.y, area.height);
  return width >= gripMinimum.width && height >= gripMinimum.height;
}

function overlap(start: number, length: number, otherStart: number, otherLength: number): number {
  return Math.min(start + length, otherStart + otherLength) - Math.max(start, otherStart);
}

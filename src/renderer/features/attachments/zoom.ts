/** How a picture lies in its frame: the middle of the frame is the origin. */
export interface View {
  /** 1 fits the frame. */
  scale: number;
  x: number;
  y: number;
}

export interface Point {
  x: number;
  y: number;
}

export const fitted: View = { scale: 1, x: 0, y: 0 };
const scaleMax = 10;

/** Zooms so that what lies under `at` stays there. */
export function zoom(view: View, factor: number, at: Point = { x: 0, y: 0 }): View {
  const scale = Math.min(scaleMax, Math.max(1, view.scale * factor));
  if (scale === 1) return fitted;
  const ratio = scale / view.scale;
  return { scale, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio };
}

/** Moves it, but never so far that the frame is left empty. */
export function pan(view: View, by: Point, frame: { width: number; height: number }): View {
  const limit = (value: number, side: number) => {
    const most = (side * (view.scale - 1)) / 2;
    return Math.min(most, Math.max(-most, value));
  };
  return {
    scale: view.scale,
    x: limit(view.x + by.x, frame.width),
    y: limit(view.y + by.y, frame.height),
  };
}

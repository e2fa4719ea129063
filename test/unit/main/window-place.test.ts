import { expect, it } from 'vitest';
import { placeOnScreens } from '../../../src/main/windows/window-place.ts';

const laptop = { workArea: { x: 0, y: 25, width: 1440, height: 850 } };
const secondScreen = { workArea: { x: 1440, y: 0, width: 1920, height: 1040 } };
const place = (x: number, y: number, width = 1000, height = 700) => ({
  bounds: { x, y, width, height },
  isMaximised: false,
});

it('opens where it stood', () => {
  const found = placeOnScreens(place(1600, 50), [laptop, secondScreen]);
  expect(found).toEqual({ x: 1600, y: 50, width: 1000, height: 700 });
});

it('opens for the first time in the middle', () => {
  expect(placeOnScreens(null, [laptop])).toEqual({ width: 1100, height: 760 });
});

it.each([
  ['its screen is gone', place(1600, 50)],
  ['only a sliver would show', place(1400, 50)],
  ['its title bar is above the screen', place(100, -400)],
  ['its title bar is below the screen', place(100, 870)],
])('opens in the middle where %s', (_why, before) => {
  expect(placeOnScreens(before, [laptop])).toEqual({ width: 1000, height: 700 });
});

it('is never larger than its screen, nor smaller than is of use', () => {
  expect(placeOnScreens(place(100, 50, 5000, 4000), [laptop])).toMatchObject({
    width: 1440,
    height: 850,
  });
  expect(placeOnScreens(place(100, 50, 10, 10), [laptop])).not.toMatchObject({ x: 100 });
  expect(placeOnScreens(place(100, 50, 200, 10), [laptop])).toMatchObject({
    width: 400,
    height: 500,
  });
});

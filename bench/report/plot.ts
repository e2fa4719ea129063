import type { Series } from './part.ts';

const width = 640;
const height = 360;
const margin = { left: 60, right: 20, top: 30, bottom: 50 };
const colours = ['#2563eb', '#d97706', '#059669', '#9333ea'];
const powers = [1, 2, 5];

/** A picture of lines, both axes logarithmic. @param label of what goes across */
export function plot(series: readonly Series[], label: string): string {
  const points = series.flatMap((each) => each.points);
  const across = axis(
    points.map(({ x }) => x),
    margin.left,
    width - margin.right,
  );
  const upward = axis(
    points.map(({ y }) => y),
    height - margin.bottom,
    margin.top,
  );
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" font-family="sans-serif" font-size="12">`,
    `<rect width="${String(width)}" height="${String(height)}" fill="#ffffff"/>`,
    ...across.ticks.map(
      (x) =>
        `<text x="${at(across.place(x))}" y="${String(height - margin.bottom + 18)}" text-anchor="middle">${x.toLocaleString('en')}</text>`,
    ),
    ...upward.ticks.map(
      (y) =>
        `<path d="M${String(margin.left)} ${at(upward.place(y))}H${String(width - margin.right)}" stroke="#e5e7eb"/>` +
        `<text x="${String(margin.left - 8)}" y="${at(upward.place(y) + 4)}" text-anchor="end">${y.toLocaleString('en')}</text>`,
    ),
    `<text x="${String(width / 2)}" y="${String(height - 12)}" text-anchor="middle">${label}</text>`,
    ...series.map((each, index) => line(each, index, across, upward)),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

interface Axis {
  place: (value: number) => number;
  ticks: number[];
}

function axis(values: readonly number[], from: number, to: number): Axis {
  const least = Math.log10(Math.min(...values));
  const most = Math.log10(Math.max(...values));
  const span = Math.max(most - least, 0.1);
  const ticks: number[] = [];
  for (let power = Math.floor(least); power <= most; power += 1) {
    for (const step of powers) {
      const tick = step * 10 ** power;
      const place = Math.log10(tick);
      if (place >= least - 0.001 && place <= most + 0.001) ticks.push(tick);
    }
  }
  return { place: (value) => from + ((Math.log10(value) - least) / span) * (to - from), ticks };
}

function line({ name, points }: Series, index: number, across: Axis, upward: Axis): string {
  const colour = colours[index % colours.length] ?? '#000000';
  const places = points.map(({ x, y }) => `${at(across.place(x))} ${at(upward.place(y))}`);
  return (
    `<path d="M${places.join('L')}" fill="none" stroke="${colour}" stroke-width="2"/>` +
    `<text x="${String(width - margin.right)}" y="${String(margin.top + 16 * index)}" text-anchor="end" fill="${colour}">${name}</text>`
  );
}

function at(value: number): string {
  return value.toFixed(1);
}

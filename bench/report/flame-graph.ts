/** What `node --cpu-prof` writes, as far as it is drawn; or the same of bytes that are held, each a sample. */
export interface Profile {
  nodes: { id: number; callFrame: CallFrame; children?: number[] }[];
  samples: number[];
  /** Microseconds before each sample, or bytes of it. */
  timeDeltas: number[];
}

export interface CallFrame {
  functionName: string;
  url: string;
  lineNumber: number;
}

/** A function as it was called from one place, with what it called. */
interface Frame {
  name: string;
  /** Microseconds, or bytes. */
  weight: number;
  called: Map<string, Frame>;
}

const width = 1_200;
const rowHeight = 17;
/** What is narrower is not drawn. */
const minWidth = 1;
const letterWidth = 6.6;
/** Nothing runs: what is not work is left out. */
const idle = new Set(['(idle)', '(root)']);
/** Whatever runs below it is the program's start, which is not what is measured. */
const loading = 'node:internal/modules/';

/** A flame graph as SVG: each box a function, as wide as its share of the time that was worked, or of the bytes. */
export function flameGraph(profile: Profile, title: string): string {
  const root = framesOf(profile);
  const boxes: string[] = [];
  const depth = draw(root, { x: 0, level: 0, total: root.weight }, boxes);
  const height = (depth + 2) * rowHeight + 24;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" font-family="monospace" font-size="11">`,
    `<rect width="${String(width)}" height="${String(height)}" fill="#ffffff"/>`,
    `<text x="6" y="16" font-family="sans-serif" font-size="13">${escaped(title)}</text>`,
    ...boxes,
    '</svg>',
  ].join('\n')}\n`;
}

/** How long it worked, as far as that is drawn. A thread that waits is sampled, too. */
export function workedMicroseconds(profile: Profile): number {
  return framesOf(profile).weight;
}

function framesOf({ nodes, samples, timeDeltas }: Profile): Frame {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const callers = new Map(nodes.flatMap(({ id, children = [] }) => children.map((to) => [to, id])));
  const root: Frame = { name: 'all', weight: 0, called: new Map() };
  for (const [index, sample] of samples.entries()) {
    const stack: CallFrame[] = [];
    for (let id: number | undefined = sample; id !== undefined; id = callers.get(id)) {
      const node = byId.get(id);
      if (node !== undefined) stack.unshift(node.callFrame);
    }
    if (stack.some(({ url }) => url.startsWith(loading))) continue;
    const [, ...names] = stack.map(nameOf);
    if (names.length === 0 || idle.has(names.at(-1) ?? '')) continue;
    add(root, names, timeDeltas[index] ?? 0);
  }
  return root;
}

function nameOf({ functionName, url, lineNumber }: CallFrame): string {
  const name = functionName === '' ? '(anonymous)' : functionName;
  const file = url.split('/').at(-1) ?? '';
  return file === '' ? name : `${name} ${file}:${String(lineNumber + 1)}`;
}

function add(root: Frame, names: readonly string[], weight: number): void {
  let frame = root;
  frame.weight += weight;
  for (const name of names) {
    let next = frame.called.get(name);
    if (next === undefined) {
      next = { name, weight: 0, called: new Map() };
      frame.called.set(name, next);
    }
    next.weight += weight;
    frame = next;
  }
}

/** Answers the deepest level that was drawn. */
function draw(
  frame: Frame,
  { x, level, total }: { x: number; level: number; total: number },
  boxes: string[],
): number {
  const share = frame.weight / total;
  boxes.push(box(frame.name, share, x, level));
  let left = x;
  let deepest = level;
  const called = [...frame.called.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const each of called) {
    const eachWidth = (each.weight / total) * width;
    if (eachWidth >= minWidth) {
      deepest = Math.max(deepest, draw(each, { x: left, level: level + 1, total }, boxes));
    }
    left += eachWidth;
  }
  return deepest;
}

function box(name: string, share: number, x: number, level: number): string {
  const boxWidth = share * width;
  const y = 24 + level * rowHeight;
  const letters = Math.floor((boxWidth - 6) / letterWidth);
  const label = letters >= 3 ? escaped(name.slice(0, letters)) : '';
  const about = `${escaped(name)}, ${(share * 100).toFixed(1)}%`;
  return (
    `<g><title>${about}</title><rect x="${x.toFixed(1)}" y="${String(y)}" width="${boxWidth.toFixed(1)}"` +
    ` height="${String(rowHeight - 1)}" fill="${colourOf(name)}" rx="1"/>` +
    (label === ''
      ? '</g>'
      : `<text x="${(x + 3).toFixed(1)}" y="${String(y + 12)}">${label}</text></g>`)
  );
}

/** The same function has the same colour everywhere. */
function colourOf(name: string): string {
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 360;
  return `hsl(${String(20 + (hash % 40))} 85% ${String(65 + (hash % 15))}%)`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

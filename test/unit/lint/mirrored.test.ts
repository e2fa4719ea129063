import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const folder = 'src/renderer';

function textsOf(extension: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(extension))
    .map((name) => readFileSync(path.join(folder, name), 'utf8'));
}

const stylesheet = readFileSync('src/renderer/app/app.css', 'utf8');

/** The names of icons that the page imports. */
const icons = new Set(
  textsOf('.svelte').flatMap((text) =>
    Array.from(text.matchAll(/@lucide\/svelte\/icons\/([\w-]+)/g), ([, name]) => name ?? ''),
  ),
);
const pointsAlongTheLine = /left|right|^(?:forward|reply|send|undo|redo|log-(?:in|out))/;

test('icons that point along the line are mirrored where it is read from the right', () => {
  const pointing = [...icons].filter((name) => pointsAlongTheLine.test(name));
  expect(pointing.length).toBeGreaterThan(5);
  const forgotten = pointing.filter((name) => !stylesheet.includes(`.lucide-${name}`));
  expect(forgotten).toEqual([]);
  const unused = Array.from(stylesheet.matchAll(/\.lucide-([\w-]+)/g), ([, name]) => name ?? '');
  expect(unused.filter((name) => !icons.has(name))).toEqual([]);
});

test('stylesheets know no left and right', () => {
  expect(
    textsOf('.css')
      .join('\n')
      .match(/^\s*[a-z-]*\b(?:left|right)\b[a-z-]*:/gm),
  ).toBeNull();
});

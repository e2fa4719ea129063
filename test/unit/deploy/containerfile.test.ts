import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { typedCommand } from '#server/commands/command-list.ts';
import { settings } from '#server/settings/declared.ts';
import type { SettingName } from '#server/settings/declared.ts';
import { variableOf } from '#server/settings/effective.ts';

const repository = path.resolve(import.meta.dirname, '../../..');

interface Instruction {
  name: string;
  value: string;
}

/** The instructions of the last stage, which is what is shipped, and of all. */
function instructions(): { all: Instruction[]; shipped: Instruction[] } {
  const text = readFileSync(path.join(repository, 'deploy/Containerfile'), 'utf8');
  const lines = text.replaceAll(/\\\n/g, ' ').split('\n');
  const all = lines
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', value = ''] = /^([A-Z]+) +(.*)$/.exec(line) ?? [];
      return { name, value: value.replaceAll(/\s+/g, ' ').trim() };
    });
  return { all, shipped: all.slice(all.findLastIndex(({ name }) => name === 'FROM')) };
}

const { all, shipped } = instructions();
const valuesOf = (wanted: string) =>
  shipped.filter(({ name }) => name === wanted).map(({ value }) => value);

it('has only instructions that there are, and images that are named in full', () => {
  const known =
    'FROM RUN COPY WORKDIR USER ENV VOLUME EXPOSE HEALTHCHECK STOPSIGNAL ENTRYPOINT CMD';
  expect(all.filter(({ name }) => !known.split(' ').includes(name))).toEqual([]);
  const images = all.filter(({ name }) => name === 'FROM').map(({ value }) => value);
  expect(images.filter((image) => !/^docker\.io\/library\/node:20-\S+/.test(image))).toEqual([]);
});

it('runs as somebody who is not root, and keeps the data on a volume', () => {
  expect(valuesOf('USER')).toEqual(['future-talk']);
  expect(shipped.findLastIndex(({ name }) => name === 'RUN')).toBeLessThan(
    shipped.findIndex(({ name }) => name === 'USER'),
  );
  const [environment = ''] = valuesOf('ENV');
  const variables = Object.fromEntries(
    environment.split(' ').map((each) => each.split('=') as [string, string]),
  );
  const names = (Object.keys(settings) as SettingName[]).map(variableOf);
  expect(Object.keys(variables).filter((name) => !names.includes(name))).toEqual([]);
  expect(valuesOf('VOLUME')).toEqual([variables['FUTURE_TALK_DATA']]);
  expect(valuesOf('EXPOSE')).toEqual([variables['FUTURE_TALK_PORT']]);
});

it('starts and asks for the health of what the package installs', () => {
  const { bin } = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8')) as {
    bin: Record<string, string>;
  };
  const [program = ''] = Object.keys(bin);
  expect(valuesOf('ENTRYPOINT')).toEqual([JSON.stringify([program])]);
  const [health = ''] = valuesOf('HEALTHCHECK');
  const [asked, ...words] = JSON.parse(health.slice(health.indexOf('['))) as string[];
  expect(asked).toBe(program);
  expect(typedCommand(words)).toMatchObject({ command: { name: 'status' }, argv: [] });
  const started = JSON.parse(valuesOf('CMD')[0] ?? '') as string[];
  expect(typedCommand(started)).toMatchObject({ command: { name: 'serve' }, argv: [] });
});

it('is built from a clean checkout', () => {
  const ignored = readFileSync(path.join(repository, '.containerignore'), 'utf8').split('\n');
  for (const name of ['node_modules', 'out', '.git']) expect(ignored).toContain(name);
  expect(existsSync(path.join(repository, 'package-lock.json'))).toBe(true);
});

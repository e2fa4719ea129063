import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrations } from '#server/db/migrations/index.ts';
import { renewTokens } from './world.ts';
import type { World } from './world.ts';

/** Changes whenever what is written would be another. */
const seedVersion = 1;

export interface KeptWorld<Details> {
  /** A data folder. */
  folder: string;
  world: World;
  details: Details;
}

/**
 * A data folder that took long to fill: made once, then found again by every run until the schema
 * changes. What a run writes into it stays.
 * @param fill writes the folder; what it answers must fit into JSON
 */
export function keptWorld<Details>(
  cacheFolder: string,
  name: string,
  fill: (folder: string) => { world: World; details: Details },
): KeptWorld<Details> {
  const version = `${String(migrations.length)}.${String(seedVersion)}`;
  const folder = join(cacheFolder, `${name}-${version}`);
  // Written last: a folder without it was left half full.
  const description = join(folder, 'world.json');
  if (existsSync(description)) {
    const { world, details } = JSON.parse(readFileSync(description, 'utf8')) as ReturnType<
      typeof fill
    >;
    renewTokens(folder, world);
    return { folder, world, details };
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const filled = fill(folder);
  writeFileSync(description, JSON.stringify(filled));
  return { folder, ...filled };
}

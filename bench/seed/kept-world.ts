import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '#server/db/migrate.ts';
import { migrations } from '#server/db/migrations/index.ts';
import { openForWriting } from '#server/db/open-database.ts';
import { databaseKeyOf, renewTokens } from './world.ts';
import type { World } from './world.ts';

/** Changes whenever what is written would be another. */
const seedVersion = 1;

export interface KeptWorld<Details> {
  /** A data folder. */
  folder: string;
  world: World;
  details: Details;
}

/** Written last: a folder without it was left half full. */
function descriptionOf(folder: string): string {
  return join(folder, 'world.json');
}

/** A folder from before the schema changed is brought to the newest one, as a server's is: it took long to fill. */
function bringUpToDate(folderOf: (schema: number) => string): void {
  const newest = migrations.length;
  for (let schema = newest - 1; schema > 0 && !existsSync(folderOf(newest)); schema -= 1) {
    const folder = folderOf(schema);
    if (!existsSync(descriptionOf(folder))) continue;
    const database = openForWriting(databaseKeyOf(folder));
    try {
      migrate(database);
    } finally {
      database.close();
    }
    renameSync(folder, folderOf(newest));
  }
}

/**
 * A data folder that took long to fill: made once, then found again by every run. What a run writes
 * into it stays.
 * @param fill writes the folder; what it answers must fit into JSON
 */
export function keptWorld<Details>(
  cacheFolder: string,
  name: string,
  fill: (folder: string) => { world: World; details: Details },
): KeptWorld<Details> {
  const folderOf = (schema: number): string =>
    join(cacheFolder, `${name}-${String(schema)}.${String(seedVersion)}`);
  bringUpToDate(folderOf);
  const folder = folderOf(migrations.length);
  const description = descriptionOf(folder);
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

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { flushFolder, writeDurably } from './durable-files.ts';

/**
 * A change of the key replaces several files, and a crash may come between any two of them. So all
 * of them are first made ready in a folder of their own, whose renaming is the one moment at which
 * the new key takes over: before it nothing has happened, after it the rest is done again until it
 * is finished.
 */
const preparing = 'rekey.preparing';
const ready = 'rekey.ready';
const planFile = 'plan.json';

const fileName = z.string().regex(/^[a-z][a-z.-]*$/);
const plan = z.object({
  /** Names of files to be moved from this folder into the data folder. */
  install: z.array(fileName),
  /** Names of files that mean nothing any more. */
  remove: z.array(fileName),
});
export type RekeyPlan = z.infer<typeof plan>;

/** An empty folder for what the plan will install. */
export function beginRekey(dataFolder: string): string {
  const folder = join(dataFolder, preparing);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}

export function abandonRekey(dataFolder: string): void {
  rmSync(join(dataFolder, preparing), { recursive: true, force: true });
}

/** Makes the prepared files those of the data folder; each of them has to be on disk by now. */
export function commitRekey(dataFolder: string, steps: RekeyPlan): void {
  const folder = join(dataFolder, preparing);
  writeDurably(folder, planFile, JSON.stringify(steps));
  flushFolder(folder);
  renameSync(folder, join(dataFolder, ready));
  flushFolder(dataFolder);
  finish(dataFolder);
}

/** Finishes or undoes a change of the key that a crash interrupted; for the holder of the lock. */
export function settleRekey(dataFolder: string): void {
  abandonRekey(dataFolder);
  if (existsSync(join(dataFolder, ready))) finish(dataFolder);
}

/** Whether a change of the key is under way, or was interrupted and not settled yet. */
export function isRekeyUnsettled(dataFolder: string): boolean {
  return [preparing, ready].some((name) => existsSync(join(dataFolder, name)));
}

/** May be done again from any point of it: what was moved already is no longer there to be moved. */
function finish(dataFolder: string): void {
  const folder = join(dataFolder, ready);
  const planPath = join(folder, planFile);
  // The plan is removed last: without it there is nothing left to do.
  if (existsSync(planPath)) {
    const { install, remove } = plan.parse(JSON.parse(readFileSync(planPath, 'utf8')));
    for (const name of install) {
      const source = join(folder, name);
      if (existsSync(source)) renameSync(source, join(dataFolder, name));
    }
    for (const name of remove) rmSync(join(dataFolder, name), { force: true });
    flushFolder(dataFolder);
    rmSync(planPath);
  }
  rmSync(folder, { recursive: true, force: true });
  flushFolder(dataFolder);
}

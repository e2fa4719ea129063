import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import istanbul from 'istanbul-lib-coverage';
import { projectRoot } from '../project.mjs';
import { countedRooms, isCounted, nothingCounted } from './instrument.mjs';

/** What must be covered at least, of the branches, in percent. */
const goals = [
  { rooms: ['server', 'protocol', 'src/client'], percent: 90 },
  { rooms: ['server/access'], percent: 98 },
  { rooms: ['protocol/noise'], percent: 98 },
  { rooms: ['server/accounts'], percent: 98 },
  { rooms: ['server/db'], percent: 98 },
];

/** @typedef {{ covered: number, total: number, open: string[] }} Branches */

/** @param {string} folder with what each process has counted */
function mergedCounts(folder) {
  const map = istanbul.createCoverageMap();
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.json')) continue;
    map.merge(JSON.parse(readFileSync(path.join(folder, name), 'utf8')));
  }
  const known = new Set(map.files());
  for (const room of countedRooms) {
    const entries = readdirSync(path.join(projectRoot, room), {
      recursive: true,
      withFileTypes: true,
    });
    for (const entry of entries) {
      const file = path.join(entry.parentPath, entry.name);
      if (entry.isFile() && isCounted(file) && !known.has(file)) {
        map.addFileCoverage(nothingCounted(file));
      }
    }
  }
  return map;
}

/**
 * @param {import('istanbul-lib-coverage').CoverageMap} map
 * @param {string[]} rooms
 * @returns {Branches}
 */
function branchesOf(map, rooms) {
  /** @type {Branches} */
  const branches = { covered: 0, total: 0, open: [] };
  for (const file of map.files()) {
    const name = path.relative(projectRoot, file).split(path.sep).join('/');
    if (!rooms.some((room) => name.startsWith(`${room}/`))) continue;
    const { b, branchMap } = map.fileCoverageFor(file);
    for (const [id, counts] of Object.entries(b)) {
      for (const [index, count] of counts.entries()) {
        branches.total += 1;
        if (count > 0) branches.covered += 1;
        else branches.open.push(`${name}:${String(placeOf(branchMap[id], index))}`);
      }
    }
  }
  return branches;
}

/**
 * @param {import('istanbul-lib-coverage').BranchMapping | undefined} branch
 * @param {number} index
 */
function placeOf(branch, index) {
  // An `if` without an `else` has no place for the latter.
  const line = branch?.locations[index]?.start?.line ?? branch?.loc.start.line;
  return `${String(line)} ${branch?.type ?? ''} ${String(index)}`;
}

/**
 * Prints how many branches were taken, and, for what is below its goal, which were not.
 * @param {string} folder with what each process has counted
 * @param {{ all: boolean }} options whether those not taken are listed anyway
 * @returns {boolean} whether all goals are met
 */
export function reportCoverage(folder, { all }) {
  const map = mergedCounts(folder);
  let isMet = true;
  for (const { rooms, percent } of goals) {
    const { covered, total, open } = branchesOf(map, rooms);
    const reached = (covered / total) * 100;
    const met = reached >= percent;
    if (!met) isMet = false;
    const verdict = `goal ${String(percent)} %, ${met ? 'met' : 'not met'}`;
    console.log(
      `${rooms.join(', ')}: ${reached.toFixed(1)} % of ${String(total)} branches (${verdict})`,
    );
    if (all || !met) for (const place of open) console.log(`  ${place}`);
  }
  return isMet;
}

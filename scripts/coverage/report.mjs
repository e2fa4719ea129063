import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import istanbul from 'istanbul-lib-coverage';
import { projectRoot } from '../project.mjs';
import { coverageFigures, keepFigures } from '../reliability-page.mjs';
import { countedRooms, isCounted, nothingCounted } from './instrument.mjs';

/** What must be covered at least, of the branches, in percent. */
const goals = {
  server: 90,
  protocol: 90,
  'src/client': 90,
  'server/access': 98,
  'protocol/noise': 98,
  'server/accounts': 98,
  'server/db': 98,
};

/** @typedef {{ covered: number, total: number, open: string[] }} Branches */

/**
 * @param {string} folder with what each process has counted
 * @param {boolean} isAll whether files that no process has loaded count
 */
function mergedCounts(folder, isAll) {
  const map = istanbul.createCoverageMap();
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.json')) continue;
    map.merge(JSON.parse(readFileSync(path.join(folder, name), 'utf8')));
  }
  if (!isAll) return map;
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
 * @param {string} room
 * @returns {Branches}
 */
function branchesOf(map, room) {
  /** @type {Branches} */
  const branches = { covered: 0, total: 0, open: [] };
  for (const file of map.files()) {
    const name = path.relative(projectRoot, file).split(path.sep).join('/');
    if (!name.startsWith(`${room}/`)) continue;
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
 * @param {{ lists: boolean, isAll: boolean }} options whether those not taken are listed anyway, and whether all tests ran:
 * goals are for these
 * @returns {boolean} whether all goals are met
 */
export function reportCoverage(folder, { lists, isAll }) {
  const map = mergedCounts(folder, isAll);
  /** @type {Record<string, string>} */
  const figures = {};
  let isMet = true;
  for (const [room, percent] of Object.entries(goals)) {
    const { covered, total, open } = branchesOf(map, room);
    if (total === 0) continue;
    const met = !isAll || covered / total >= percent / 100;
    if (!met) isMet = false;
    figures[room] = `${((covered / total) * 100).toFixed(1)} % of ${total.toLocaleString('en')}`;
    const goal = isAll ? ` (goal ${String(percent)} %, ${met ? 'met' : 'not met'})` : '';
    console.log(`${room}: ${figures[room]} branches${goal}`);
    if (lists || !met) for (const place of open) console.log(`  ${place}`);
  }
  if (isAll) keepFigures(coverageFigures, 'coverage', figures);
  return isMet;
}

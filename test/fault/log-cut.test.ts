import { randomInt } from 'node:crypto';
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { databaseFileIn, storedKey, withDatabase } from '../support/database-file.ts';
import { Dice } from '../support/fuzz/dice.ts';
import { newFriends } from '../support/people.ts';
import { say, startConversation } from '../support/rest.ts';
import { copyForTest, folderForTest, listeningServer } from '../support/server-process.ts';
import { recordFigures } from './support/figures.ts';
import { isLongForm, rounds } from './support/form.ts';

const messages = rounds(25, 120);
/** Where within a frame to cut as well, and bytes to change, at random. */
const randomCuts = rounds(60, 5_000);
const headerBytes = 32;
const frameBytes = 24 + 4_096;

/** A killed server's folder: messages 1 to n were said one after another, and are only in the log. */
async function folderWithLog(): Promise<string> {
  const folder = folderForTest();
  const prepared = await listeningServer(folder);
  const [alice, bob] = await newFriends(prepared.url, 'alice', 'bob');
  const conversation = await startConversation(alice, bob);
  for (let number = 1; number <= messages; number += 1) {
    await say(alice, conversation, `message ${String(number)} ${'.'.repeat(randomInt(600))}`);
  }
  await prepared.process.stop('SIGKILL');
  return folder;
}

interface Found {
  /** The numbers of the messages. */
  seqs: number[];
  /** What the log of events has of them. */
  told: number;
  check: unknown;
}

function look(folder: string): Found {
  return withDatabase(folder, storedKey(folder), (database) => ({
    seqs: database.prepare('SELECT seq FROM message ORDER BY seq').pluck().all() as number[],
    told: database.prepare('SELECT count(place) FROM message').pluck().get() as number,
    check: database.pragma('integrity_check', { simple: true }),
  }));
}

/** What the log has up to a length, or with a byte changed; the folder itself stays as it is. */
function lookAtCopy(original: string, change: (logFile: string) => void): Found {
  const copy = copyForTest(original);
  change(`${databaseFileIn(copy)}-wal`);
  const found = look(copy);
  rmSync(copy, { recursive: true, force: true });
  return found;
}

function expectBeginning({ seqs, told, check }: Found): number {
  expect(check).toBe('ok');
  expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  expect(told).toBe(seqs.length);
  return seqs.length;
}

it(
  'has whole transactions from the beginning, wherever the log is cut or changed',
  async () => {
    const original = await folderWithLog();
    const log = readFileSync(`${databaseFileIn(original)}-wal`);
    const frames = Math.floor((log.length - headerBytes) / frameBytes);
    expect(frames).toBeGreaterThan(messages);
    const seed = Number(process.env['FAULT_SEED'] ?? randomInt(2 ** 31));
    console.log(`FAULT_SEED=${String(seed)}`);
    const dice = new Dice(seed);

    let before = 0;
    const stride = isLongForm ? 1 : Math.ceil(frames / 80);
    // The last frame of all is not cut off: with it everything must be there.
    const cuts = Array.from({ length: frames }, (_, frame) => frame).filter(
      (frame) => frame % stride === 0,
    );
    for (const frame of [...cuts, frames]) {
      const has = expectBeginning(
        lookAtCopy(original, (file) => {
          truncateSync(file, headerBytes + frame * frameBytes);
        }),
      );
      // A longer log never has less.
      expect(has).toBeGreaterThanOrEqual(before);
      before = has;
    }
    expect(before).toBe(messages);

    for (let cut = 0; cut < randomCuts; cut += 1) {
      const at = dice.below(log.length);
      const truncates = dice.chance(0.5);
      expectBeginning(
        lookAtCopy(original, (file) => {
          if (truncates) truncateSync(file, at);
          else writeFileSync(file, withFlippedByte(log, at, dice));
        }),
      );
    }
    recordFigures('log-cut', {
      'frames in the log': frames,
      'cut between two frames': cuts.length + 1,
      'cut or changed at a random byte': randomCuts,
      'beginnings that were not whole': 0,
    });
  },
  rounds(300_000, 7_200_000),
);

function withFlippedByte(log: Buffer, at: number, dice: Dice): Buffer {
  const changed = Buffer.from(log);
  changed[at] = (changed[at] ?? 0) ^ (1 + dice.below(255));
  return changed;
}

import { randomInt } from 'node:crypto';
import { expect, it } from 'vitest';
import { Dice } from '../support/fuzz/dice.ts';
import { folderForTest, listeningServer } from '../support/server-process.ts';
import { expectKept, expectSound } from './support/consistency.ts';
import { Crew } from './support/crew.ts';
import { leaveImage } from './support/disk-image.ts';
import type { Crash } from './support/disk-image.ts';
import { momentOf, operationsIn } from './support/disk-operations.ts';
import type { DiskOperation } from './support/disk-operations.ts';
import { DiskRecording } from './support/disk-recording.ts';
import { recordFigures } from './support/figures.ts';
import { rounds } from './support/form.ts';

const failures = rounds(16, 300);
const recordings = rounds(1, 3);
const messagesEach = rounds(500, 2_000);

interface Recording {
  crew: Crew;
  before: string;
  lines: string[];
  operations: DiskOperation[];
}

async function record(): Promise<Recording> {
  const crew = await Crew.assemble({ filesPercent: 5 });
  const disk = await DiskRecording.begin(crew.server.pid, crew.dataFolder);
  crew.startSenders();
  await crew.write(messagesEach);
  await crew.kill('everybody', 0);
  const lines = await disk.stop();
  const { before } = disk;
  return { crew, before, lines, operations: operationsIn(crew.dataFolder, lines) };
}

/** Anywhere, or in the middle of moving the log into the database, which is where files are at odds. */
function crashLine({ lines, operations }: Recording, dice: Dice): number {
  const moving = operations.filter(
    ({ kind, path }) => kind !== 'sync' && path === 'future-talk.db',
  );
  if (moving.length > 0 && dice.chance(0.4)) return dice.pick(moving).began + dice.below(3);
  return dice.below(lines.length);
}

it(
  'has everything that was acknowledged, whenever the power fails and whatever the disk keeps',
  async () => {
    const seed = Number(process.env['FAULT_SEED'] ?? randomInt(2 ** 31));
    console.log(`FAULT_SEED=${String(seed)}`);
    const dice = new Dice(seed);
    const crashes: Crash[] = [];
    let acknowledged = 0;
    for (let recorded = 0; recorded < recordings; recorded += 1) {
      const recording = await record();
      const { crew, before, lines, operations } = recording;
      // Otherwise nothing was at odds at any moment.
      expect(operations.some(({ path }) => path === 'future-talk.db')).toBe(true);
      const ledger = crew.ledger();
      for (let failure = 0; failure < failures / recordings; failure += 1) {
        const image = folderForTest();
        const line = crashLine(recording, dice);
        const crash = leaveImage(image, before, operations, line, dice);
        const until = ledger.until(momentOf(lines[line] ?? '') ?? 0);
        const { process: server, url } = await listeningServer(image);
        await expectKept(crew.readersAt(url), until);
        await server.stop();
        expectSound(image);
        crashes.push(crash);
        acknowledged += until.acknowledged.size;
      }
    }
    recordFigures('power-loss', {
      'times that the power failed': crashes.length,
      'changes that were not synced then': crashes.reduce((sum, { unsynced }) => sum + unsynced, 0),
      'of these on the disk all the same': crashes.reduce((sum, { kept }) => sum + kept, 0),
      'acknowledged until then, all together': acknowledged,
      'of these lost': 0,
    });
  },
  rounds(300_000, 7_200_000),
);

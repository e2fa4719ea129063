import { randomInt } from 'node:crypto';
import { expect, it } from 'vitest';
import { Dice } from '../support/fuzz/dice.ts';
import { Crew } from './support/crew.ts';
import { quantile, recordFigures } from './support/figures.ts';
import { isLongForm, rounds } from './support/form.ts';

const cycles = rounds(10, 1_000);
/** Acknowledgements between two killings, at most: on average half of it. */
const acknowledgementsMost = rounds(150, 2_200);
const goal = rounds(0, 1_000_000);
/** How often everything is compared in between. */
const comparisons = 5;
const startingMostMs = 700;
const victims = ['server', 'server', 'server', 'sender', 'everybody'] as const;

/** Milliseconds since it was killed until the server serves, and until somebody's program is back. */
interface Returns {
  serving: number[];
  back: number[];
}

async function killOnce(crew: Crew, dice: Dice, returns: Returns): Promise<boolean> {
  await crew.write(dice.below(acknowledgementsMost));
  const victim = dice.pick(victims);
  const place = dice.below(crew.senders.length);
  const startsInVain = victim !== 'sender' && dice.chance(0.2);
  await crew.kill(victim, place);
  if (startsInVain) await crew.startServerInVain(dice.below(startingMostMs));
  const killedAt = Date.now();
  if (victim !== 'sender') {
    await crew.startServer();
    returns.serving.push(Date.now() - killedAt);
  }
  if (victim === 'server') {
    const onlineAt = await crew.senders[place]?.onlineAfter(killedAt);
    returns.back.push((onlineAt ?? Number.NaN) - killedAt);
  }
  return victim === 'everybody';
}

it(
  'keeps every acknowledged message once, whoever is killed and whenever',
  async () => {
    const seed = Number(process.env['FAULT_SEED'] ?? randomInt(2 ** 31));
    console.log(`FAULT_SEED=${String(seed)}`);
    const dice = new Dice(seed);
    // In a quick form's moments few files would be whole before the next killing.
    const crew = await Crew.assemble({ filesPercent: rounds(8, 2), groups: rounds(1, 8) });
    crew.startSenders();
    for (const sender of crew.senders) await sender.online();
    const returns: Returns = { serving: [], back: [] };
    let compared = 0;
    let cycle = 0;
    for (; cycle < cycles || crew.acknowledged < goal; cycle += 1) {
      const nobodyWrites = await killOnce(crew, dice, returns);
      if (nobodyWrites && cycle >= (compared * cycles) / comparisons) {
        await crew.expectKept();
        compared += 1;
      }
      crew.startSenders();
    }
    const { messages, acknowledged, files } = await crew.finish();
    expect(acknowledged).toBeGreaterThanOrEqual(goal);
    const [serving, back] = [quantile(returns.serving, 0.99), quantile(returns.back, 0.99)];
    recordFigures('killed', {
      'killings of server, client or both': cycle,
      acknowledged,
      lost: acknowledged - messages,
      'files compared': files,
      'from kill to serving, p99': `${String(serving)} ms`,
      'from kill to serving, longest': `${String(Math.max(...returns.serving))} ms`,
      'the client is back, p99': `${String(back)} ms`,
    });
    if (isLongForm) {
      expect(serving).toBeLessThan(5_000);
      expect(back).toBeLessThan(10_000);
    }
  },
  rounds(300_000, 14_400_000),
);

import { expect, test } from '@playwright/test';
import { Desktop } from './support/desktop.ts';

test('what main answers arrives, whenever memory is collected', async () => {
  const desktop = new Desktop('answers');
  try {
    await desktop.launch();
    await desktop.app.evaluate(() => {
      process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc');
      const collect = process.getBuiltinModule('node:vm').runInNewContext('gc') as () => void;
      // Between what main does in one turn: what was settled before has not been heard yet.
      const beBusy = async () => {
        for (let times = 0; times < 5; times += 1) {
          collect();
          await Promise.resolve();
        }
        setTimeout(() => void beBusy(), 1);
      };
      setTimeout(() => void beBusy(), 1);
    });
    const asked = Array.from({ length: 10 }, (_, number) => number);
    for (const number of asked) {
      const answer = await desktop.app.evaluate((_electron, given) => given, number);
      expect(answer).toBe(number);
    }
  } finally {
    await desktop.remove();
  }
});

import { expect, test } from '@playwright/test';
import { hostedPort, messages, send, serverProcessIds } from './support/actions.ts';
import { meetAndTalk } from './support/pair.ts';

const sends = 40;
const killAfter = 15;

test('the server is killed in the middle of sending, comes back, and nothing is lost or doubled', async () => {
  const { anna, ben, end } = await meetAndTalk();
  try {
    const port = await hostedPort(anna);
    const [victim] = serverProcessIds(anna);
    if (victim === undefined) throw new Error('no server process');
    for (let index = 1; index <= sends; index += 1) {
      await send(ben, `Part ${String(index)} of the list`);
      if (index === killAfter) process.kill(victim, 'SIGKILL');
    }
    // Brought back under the same address, as another process.
    const others = () => serverProcessIds(anna).filter((id) => id !== victim);
    await expect.poll(() => others().length, { timeout: 30_000 }).toBe(1);
    await expect.poll(() => hostedPort(anna), { timeout: 30_000 }).toBe(port);

    const last = `Part ${String(sends)} of the list`;
    await expect(messages(anna, last)).toHaveCount(1, { timeout: 60_000 });
    for (let index = 1; index <= sends; index += 1) {
      const text = new RegExp(`Part ${String(index)} of the list`);
      for (const desktop of [anna, ben]) {
        await expect(desktop.page.getByTestId('message').filter({ hasText: text })).toHaveCount(1);
      }
    }
    const failed = ben.page.locator('[data-testid=message][data-state=failed]');
    await expect(failed).toHaveCount(0);
    const shown = await anna.page.getByTestId('message').allTextContents();
    const order = shown.flatMap((text) => /Part (\d+) of/.exec(text)?.[1] ?? []).map(Number);
    expect(order).toEqual(Array.from({ length: sends }, (_, index) => index + 1));
    await anna.screenshot('after-the-kill');
  } finally {
    await end();
  }
});

import { expect, it, onTestFinished } from 'vitest';
import { MovableClock } from '../../../demo/movable-clock.ts';
import { answerOf } from '../../support/commands.ts';
import { storedKey, withDatabase } from '../../support/database-file.ts';
import { eventually } from '../../support/eventually.ts';
import { circleOfFriends, say, startConversation } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { folderForTest, listeningServer } from '../../support/server-process.ts';

const dayMs = 86_400_000;

/** A server whose clock can be moved, and the rules of its conversations. */
async function serverWithClock() {
  const clock = new MovableClock();
  onTestFinished(() => {
    clock.remove();
  });
  const folder = folderForTest();
  const { FUTURE_TALK_NODE: node, MOVABLE_CLOCK_FILE } = clock.environment();
  const { url } = await listeningServer(folder, { node, environment: { MOVABLE_CLOCK_FILE } });
  const select = <T>(sql: string, ...values: string[]) =>
    withDatabase(
      folder,
      storedKey(folder),
      (database) => database.prepare(sql).get(...values) as T,
    );
  /** Resolves once the members are told, with which each look begins: the one before has ended. */
  const setRule = async (id: string, keep_days: number) => {
    const rule = ['--conversation', id, '--keep', String(keep_days), '--confirm'];
    await answerOf(['retention', ...rule, '--data', folder]);
    await eventually(() => {
      expect(select('SELECT keep_days FROM conversation WHERE id = ?', id)).toEqual({ keep_days });
    });
  };
  const moveBy = (days: number) => {
    clock.set(new Date(Date.now() + days * dayMs));
  };
  return { url, setRule, moveBy, select };
}

it('a clock that leaps ahead, or was behind when a message was sent, removes nothing too early', async () => {
  const { url, setRule, moveBy, select } = await serverWithClock();
  const [admin, bob] = (await circleOfFriends(url, 'admin', 'bob')) as [TestPerson, TestPerson];
  const right = await startConversation(admin, bob);
  const behind = await startConversation(admin, bob, bob);
  await setRule(right.id, 30);
  await say(bob, right, 'by a clock that is right');
  // The first message of its conversation, so that none before it says better.
  moveBy(-400);
  const { created_at } = await say(bob, behind, 'by a clock that is far behind');
  expect(Date.parse(created_at)).toBeLessThan(Date.now() - 399 * dayMs);
  moveBy(0);
  await setRule(behind.id, 30);
  for (const [index, days] of [1, 29, 400].entries()) {
    moveBy(days);
    await setRule(right.id, 29 - index);
  }
  moveBy(0);
  await setRule(behind.id, 7);
  await setRule(behind.id, 8);
  expect(select('SELECT count(*) AS messages FROM message')).toEqual({ messages: 2 });
});

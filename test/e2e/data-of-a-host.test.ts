import { expect, test } from '@playwright/test';
import { MovableClock } from '../../demo/movable-clock.ts';
import {
  chooseInConversation,
  conversationCalled,
  hostHere,
  messages,
  send,
  signUp,
} from './support/actions.ts';
import { Desktop } from './support/desktop.ts';
import { takePicture, takePictures } from './support/pictures.ts';
import { visit } from './support/visitor.ts';

const dayMs = 86_400_000;

test('the host says how long messages are kept', async () => {
  const clock = new MovableClock();
  const anna = new Desktop('anna', clock.environment());
  try {
    await anna.launch();
    clock.set(new Date(Date.now() - 40 * dayMs));
    await hostHere(anna, 'anyone');
    await signUp(anna, { username: 'anna', displayName: 'Anna Berg' });
    await visit(anna, { username: 'ben', displayName: 'Ben Okafor', says: 'Forty days ago' });
    await conversationCalled(anna, 'Ben').click();
    await expect(messages(anna, 'Forty days ago')).toBeVisible();
    clock.setToNow();
    await send(anna, 'Today');
    await expect(messages(anna, 'Today')).toBeVisible();
    await keepFor30Days(anna);
  } finally {
    await anna.remove();
    clock.remove();
  }
});

async function keepFor30Days(anna: Desktop): Promise<void> {
  const { page } = anna;
  await page.getByRole('button', { name: 'Hosting' }).click();
  const section = page.getByRole('region', { name: 'How long messages are kept' });
  const rule = section.getByLabel('Messages are kept');
  await rule.selectOption({ label: '30 days' });
  const question = page.getByRole('dialog', { name: 'Remove 1 message?' });
  await expect(question).toBeVisible();
  await takePicture(anna, 'retention-question');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(rule).toHaveValue('forever');
  await rule.selectOption({ label: '30 days' });
  await question.getByRole('button', { name: 'Remove' }).click();
  await expect(question).toBeHidden();
  await expect(rule).toHaveValue('30');
  await section.scrollIntoViewIfNeeded();
  await takePictures(anna, 'hosting-retention');

  await conversationCalled(anna, 'Ben').click();
  await expect(messages(anna, 'Forty days ago')).toHaveCount(0);
  await expect(messages(anna, 'Today')).toBeVisible();
  await expect(page.getByRole('log')).toContainText('Messages are kept here for 30 days');
  await takePicture(anna, 'conversation-with-a-rule');
  await chooseInConversation(anna, 'How long messages are kept…');
  const dialog = page.getByRole('dialog', { name: 'How long messages are kept' });
  await expect(dialog.getByLabel('Messages are kept')).toHaveValue('as_server');
  await dialog.getByLabel('Messages are kept').selectOption({ label: 'For ever' });
  await takePicture(anna, 'retention-of-a-conversation');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('log')).not.toContainText('Messages are kept here');
}

import { expect, test } from '@playwright/test';
import { composer, conversationItem, messages } from './support/actions.ts';
import { meetAndTalk } from './support/pair.ts';

test('a voice note is recorded, heard again, sent, and played with seeking', async () => {
  const { anna, ben, end } = await meetAndTalk();
  try {
    const { page } = anna;
    await page.getByRole('button', { name: 'Record a voice message' }).click();
    const bar = page.getByTestId('voice-bar');
    await expect(bar).toHaveAttribute('data-status', 'recording');
    await expect(bar.getByRole('timer')).toContainText('0:03');
    await anna.screenshot('voice-recording');
    await bar.getByRole('button', { name: 'Stop recording' }).click();
    await expect(bar).toHaveAttribute('data-status', 'ready');
    await bar.getByRole('button', { name: 'Play: Voice message' }).click();
    await expect(bar.getByRole('button', { name: 'Pause: Voice message' })).toBeVisible();
    await bar.getByRole('button', { name: 'Send the voice message' }).click();
    await expect(composer(anna)).toBeVisible();

    const note = ben.page.getByTestId('voice-note');
    await expect(note).toBeVisible();
    await expect(conversationItem(ben, 'Anna Berg')).toContainText('Voice message (0:0');
    for (const colorScheme of ['light', 'dark'] as const) {
      await ben.page.emulateMedia({ colorScheme });
      await ben.screenshot(`voice-note-${colorScheme}`);
    }
    const position = note.getByRole('slider', { name: 'Position: Voice message' });
    await position.fill('2');
    const audio = note.getByTestId('audio');
    await note.getByRole('button', { name: 'Play: Voice message' }).click();
    await expect
      .poll(() => audio.evaluate((element: HTMLAudioElement) => element.currentTime))
      .toBeGreaterThanOrEqual(2);
    await expect(note.getByRole('button', { name: 'Play: Voice message' })).toBeVisible();
    await expect(note).not.toContainText('Could not be loaded');

    // Another recording is given up: nothing of it is sent.
    await page.getByRole('button', { name: 'Record a voice message' }).click();
    await expect(bar).toHaveAttribute('data-status', 'recording');
    await page.keyboard.press('Escape');
    await expect(bar).toHaveCount(0);
    await composer(anna).fill('No second one');
    await composer(anna).press('Enter');
    await expect(messages(ben, 'No second one')).toHaveCount(1);
    await expect(note).toHaveCount(1);
  } finally {
    await end();
  }
});

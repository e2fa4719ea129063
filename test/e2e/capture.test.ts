import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { hostedPort, messages, password, send } from './support/actions.ts';
import { captureLoopback } from './support/capture.ts';
import type { Desktop } from './support/desktop.ts';
import { choose, FileFolder, pressSend, saveDocument } from './support/files.ts';
import { meetAndTalk } from './support/pair.ts';

/** The tokens that an app holds, from its keychain. */
async function tokensOf(desktop: Desktop): Promise<string[]> {
  const folder = path.join(desktop.profile, 'secrets');
  const files = readdirSync(folder).filter((name) => name.startsWith('session-'));
  const texts = await desktop.app.evaluate(
    ({ safeStorage }, sealed) =>
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- as the app itself does
      sealed.map((each) => safeStorage.decryptString(Buffer.from(each, 'base64'))),
    files.map((name) => readFileSync(path.join(folder, name)).toString('base64')),
  );
  return texts.flatMap((text) => {
    const { tokens } = JSON.parse(text) as {
      tokens: { access_token: string; refresh_token: string };
    };
    return [tokens.access_token, tokens.refresh_token];
  });
}

test('a capture of a whole conversation holds none of its names, words or tokens', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'future-talk-capture-'));
  const folderOfFiles = new FileFolder();
  try {
    const capture = await captureLoopback(path.join(folder, 'loopback.pcap'));
    const { anna, ben, end } = await meetAndTalk();
    try {
      await send(ben, 'The saffron ledger is in the cellar');
      await expect(messages(anna, 'saffron ledger')).toHaveCount(1);
      await send(anna, 'Then bring it upstairs at noon');
      await expect(messages(ben, 'upstairs at noon')).toHaveCount(1);
      const cargo = folderOfFiles.write('cargo.txt', 'Forty sacks of cardamom\n'.repeat(2_000));
      await choose(anna, cargo);
      await pressSend(anna);
      await expect(ben.page.getByTestId('document')).toContainText('cargo.txt');
      await saveDocument(ben, 'cargo.txt', `${cargo}.saved`);
      const secrets = [
        ...['cargo.txt', 'sacks of cardamom', Buffer.from('cargo.txt').toString('base64')],
        ...['anna', 'Anna Berg', 'ben', 'Ben Ito', password].map((word) => `"${word}"`),
        ...['Anna Berg', 'Ben Ito', password, 'The workshop', 'Hello Ben'],
        ...['saffron ledger', 'upstairs at noon', 'display_name', 'access_token', 'new_message'],
        ...(await tokensOf(anna)),
        ...(await tokensOf(ben)),
      ];
      expect(secrets.length).toBeGreaterThanOrEqual(22);

      // What is sent in the clear is in the capture: it would show the rest too.
      const port = await hostedPort(anna);
      if (port === null) throw new Error('Anna hosts nothing');
      await fetch(`http://127.0.0.1:${String(port)}/api/v1/server?seen=marigold`);
      const captured = await capture.stop(port);
      expect(captured.includes('seen=marigold')).toBe(true);
      expect(captured.includes('GET /api/v1/secure')).toBe(true);
      const found = secrets.filter((secret) => captured.includes(secret));
      // The plain request above is answered with the server's name, once.
      expect(found).toEqual(['The workshop']);
      expect(captured.toString('latin1').split('The workshop')).toHaveLength(2);
    } finally {
      await end();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
    folderOfFiles.remove();
  }
});

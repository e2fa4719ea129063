import path from 'node:path';
import { domainToUnicode } from 'node:url';
import { expect, it } from 'vitest';
import { LinkOpener } from '../../../src/main/links/link-opener.ts';
import { SettingsFile } from '../../../src/main/settings-file.ts';
import { RememberingLog } from './support/remembering-log.ts';
import { makeTemporaryFolder } from './support/temporary-folder.ts';

async function opener() {
  const file = path.join(await makeTemporaryFolder(), 'settings.json');
  const settings = new SettingsFile(file, new RememberingLog());
  const opened: string[] = [];
  const links = new LinkOpener({
    settings,
    openExternal: async (address) => {
      opened.push(address);
    },
    toUnicode: domainToUnicode,
  });
  return { links, opened, settings };
}

const link = (address: string, text = 'x') => ({ address, text, trustSite: true });

it('a site that is trusted is not asked about again, and no other is', async () => {
  const { links, opened } = await opener();
  expect(links.check(link('https://example.org/a'))?.isTrusted).toBe(false);
  await links.open(link('https://example.org/a'));
  expect(opened).toEqual(['https://example.org/a']);
  expect(links.check(link('https://example.org/b'))?.isTrusted).toBe(true);
  expect(links.check(link('https://example.net/'))?.isTrusted).toBe(false);
});

it('a site is not trusted by way of a link that warns, nor is a mailbox', async () => {
  const { links, opened, settings } = await opener();
  await links.open(link('https://evil.example/', 'https://bank.example'));
  await links.open(link('mailto:a@example.org'));
  expect(opened).toHaveLength(2);
  expect(settings.current.trustedSites).toEqual([]);
});

it.each(['file:///etc/passwd', 'javascript:alert(1)', 'smb://host/share'])(
  '%s is never opened, whoever asks',
  async (address) => {
    const { links, opened } = await opener();
    expect(links.check(link(address))).toBe(null);
    await expect(links.open(link(address))).rejects.toThrow('not opened');
    expect(opened).toEqual([]);
  },
);

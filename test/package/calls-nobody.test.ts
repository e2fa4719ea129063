import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { hostHere, signUp } from '../e2e/support/actions.ts';
import { PackagedDesktop } from '../e2e/support/packaged-desktop.ts';

/** As strace writes the addresses that system calls name. */
const named = /inet_addr\("([\d.]+)"\)|inet_pton\(AF_INET6, "([^"]+)"/g;
/** This computer, in both forms, and what mDNS announces to, which leaves the network to nobody. */
const ours = /^(?:127\.|0\.0\.0\.0$|::1$|::$|::ffff:127\.|224\.0\.0\.251$|ff02::fb$)/;

// Others than root may not watch a program that sandboxes itself.
if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/strace')) {
  test('the app, hosting and looking for updates, speaks to nobody beyond its network', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'future-talk-calls-'));
    const calls = path.join(folder, 'calls');
    const anna = new PackagedDesktop('anna', process.env['FUTURE_TALK_PACKAGED'] ?? '');
    try {
      const only = ['-e', 'trace=connect,sendto,sendmsg,sendmmsg'];
      const under = ['strace', '-D', '-f', '--seccomp-bpf', '-qq', ...only, '-o', calls];
      await anna.launch({ under });
      await hostHere(anna, 'anyone');
      await signUp(anna, { username: 'anna', displayName: 'Anna Berg' });
      await anna.page.getByRole('button', { name: 'Settings' }).click();
      await expect(anna.screen('settings')).toBeVisible();
      await anna.quit();
      const addresses = [...readFileSync(calls, 'utf8').matchAll(named)].map(
        ([, four, six]) => four ?? six ?? '',
      );
      expect(addresses).toContain('127.0.0.1');
      expect([...new Set(addresses)].filter((address) => !ours.test(address))).toEqual([]);
    } finally {
      await anna.remove();
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

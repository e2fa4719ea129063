import {
  existsSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listPackage } from '@electron/asar';
import { expect, test } from '@playwright/test';
import {
  acceptRequest,
  askToBeFriends,
  conversationItem,
  hostedPort,
  hostHere,
  messageFriend,
  messages,
  send,
  signUp,
} from '../e2e/support/actions.ts';
import { PackagedDesktop } from '../e2e/support/packaged-desktop.ts';
import { expectedFuses, fusesOf } from './support/fuses.ts';

const program = process.env['FUTURE_TALK_PACKAGED'] ?? '';
const resources = path.resolve(
  path.dirname(program),
  process.platform === 'darwin' ? '../Resources' : 'resources',
);

test('two people host, join by a link, and talk, with nothing but the package', async () => {
  const anna = new PackagedDesktop('anna', program);
  const ben = new PackagedDesktop('ben', program);
  try {
    await anna.launch();
    await hostHere(anna, 'invited');
    await signUp(anna, { username: 'anna', displayName: 'Anna Berg' });
    const port = (await hostedPort(anna)) ?? 0;
    if (process.platform === 'linux') expect(serverPrograms(anna)).toEqual([bundledNode()]);

    await ben.launch();
    await expect(ben.screen('first-run')).toBeVisible();
    await ben.click(await makeLink(anna));
    await expect(ben.screen('sign-in')).toBeVisible();
    await signUp(ben, { username: 'ben', displayName: 'Ben Ito' });

    await askToBeFriends(anna, 'ben');
    await acceptRequest(ben, 'Anna Berg');
    await messageFriend(anna, 'Ben Ito');
    await send(anna, 'Is the lathe free today?');
    await conversationItem(ben, 'Anna Berg').click();
    await expect(messages(ben, 'Is the lathe free today?')).toHaveCount(1);
    await send(ben, 'From ten o’clock.');
    await expect(messages(anna, 'From ten o’clock.')).toHaveCount(1);

    expect(await answers(port)).toBe(true);
    const page = await fetch(`http://127.0.0.1:${String(port)}/`);
    expect(await page.text()).toContain('<title>Future Talk</title>');
    const code = await anna.quit();
    // Windows ends a program that is told to without asking it.
    if (process.platform !== 'win32') expect(code).toBe(0);
    await expect.poll(() => answers(port)).toBe(false);
  } finally {
    await ben.remove();
    await anna.remove();
  }
});

test('the page comes from the archive, and reaches nothing but the bridge', async () => {
  const anna = new PackagedDesktop('anna', program);
  const marker = path.join(tmpdir(), `future-talk-marker-${String(process.pid)}`);
  const intruder = `${marker}.cjs`;
  writeFileSync(intruder, `require('node:fs').writeFileSync(${JSON.stringify(marker)}, 'ran');`);
  try {
    // Each of these would turn the program into somebody else's, if the fuses were not set.
    await anna.launch({
      environment: {
        ELECTRON_RUN_AS_NODE: '1',
        NODE_OPTIONS: `--require=${intruder}`,
        ELECTRON_RENDERER_URL: 'http://127.0.0.1:9/',
        FUTURE_TALK_NODE: '/bin/false',
      },
    });
    await expect(anna.screen('first-run')).toBeVisible();
    const found = await anna.page.evaluate(async () => {
      // Later: what the debugger itself evaluates may do what the page may not.
      const evalRefused = await new Promise<boolean>((resolve) => {
        document.addEventListener('securitypolicyviolation', () => resolve(true));
        setTimeout(() => {
          // eslint-disable-next-line @typescript-eslint/no-implied-eval -- that it is refused is the test
          const ran = new Function('return false') as () => boolean;
          resolve(ran());
        });
      });
      const answer = await fetch('https://example.org').then(
        () => 'fetched',
        () => 'refused',
      );
      return {
        url: location.href,
        globals: ['require', 'process', 'module', 'Buffer'].filter((name) => name in window),
        bridge: Object.keys(window.futureTalk).sort(),
        evalRefused,
        opened: window.open('about:blank') !== null,
        answer,
        isIsolated: !('futureTalk' in Object.getPrototypeOf(window)),
      };
    });
    expect(found).toEqual({
      url: 'future-talk-app://app/index.html',
      globals: [],
      bridge: ['addFile', 'call', 'on', 'opening'],
      evalRefused: true,
      opened: false,
      answer: 'refused',
      isIsolated: true,
    });
    expect(existsSync(marker)).toBe(false);
  } finally {
    await anna.remove();
    rmSync(intruder, { force: true });
    rmSync(marker, { force: true });
  }
});

test('fuses are set', async () => {
  expect(await fusesOf(program)).toEqual(expectedFuses);
});

test('the archive holds the app and nothing else, and beside it are native modules only', () => {
  const listed = listPackage(path.join(resources, 'app.asar'), { isPack: false });
  const files = listed.map((file) => file.replaceAll('\\', '/'));
  expect(files).toContain('/out/main/index.js');
  expect(files).toContain('/out/renderer/index.html');
  const foreign = /^\/(?:test|server|scripts|docs|out\/server)(?:\/|$)|\.(?:map|ts)$|uWebSockets/;
  expect(files.filter((file) => foreign.test(file))).toEqual([]);
  const unpacked = readdirSync(path.join(resources, 'app.asar.unpacked'), {
    recursive: true,
    withFileTypes: true,
  });
  const outside = unpacked.filter((entry) => entry.isFile()).map(({ name }) => name);
  expect(outside.length).toBeGreaterThan(0);
  expect(outside.filter((name) => !name.endsWith('.node'))).toEqual([]);
});

// Linux has no such check: docs/packages.md says what stands in for it.
if (process.platform !== 'linux') {
  test('an archive that was tampered with is refused', async () => {
    const archive = path.join(resources, 'app.asar');
    const original = readFileSync(archive);
    const tampered = Buffer.from(original);
    const at = tampered.indexOf('app.whenReady');
    expect(at).toBeGreaterThan(0);
    tampered.write('app.whenreadY', at, 'latin1');
    const anna = new PackagedDesktop('anna', program);
    writeFileSync(archive, tampered);
    try {
      await expect(anna.launch()).rejects.toThrow(/It ended/);
    } finally {
      writeFileSync(archive, original);
      await anna.remove();
    }
  });
}

async function makeLink({ page }: PackagedDesktop): Promise<string> {
  await page.getByRole('button', { name: 'Hosting' }).click();
  await page.getByRole('button', { name: 'Make a code' }).click();
  await page.getByRole('button', { name: /^Show link and QR code/ }).click();
  const link = (await page.getByTestId('invite-link').innerText()).trim();
  await page.keyboard.press('Escape');
  return link;
}

function bundledNode(): string {
  return path.join(resources, process.platform === 'win32' ? 'node/node.exe' : 'node/bin/node');
}

/** What runs as the app's hosted server, as /proc says. */
function serverPrograms(desktop: PackagedDesktop): string[] {
  const children = readFileSync(
    `/proc/${String(desktop.processId)}/task/${String(desktop.processId)}/children`,
    'utf8',
  );
  const programs = children
    .trim()
    .split(' ')
    .map((id) => readlinkSync(`/proc/${id}/exe`));
  return programs.filter((file) => file.endsWith('/node'));
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { Desktop } from './support/desktop.ts';

// One window for the whole file: nothing here may change it.
test.describe.configure({ mode: 'serial' });

const desktop = new Desktop('anna');

test.beforeAll(async () => {
  await desktop.launch();
  await expect(desktop.screen('first-run')).toBeVisible();
});

test.afterAll(async () => {
  await desktop.remove();
});

test('the page has nothing of Node or Electron, and only four functions of ours', async () => {
  const found = await desktop.page.evaluate(() => ({
    names: ['require', 'module', 'process', 'Buffer', 'global', '__dirname', 'electron'].filter(
      (name) => name in window,
    ),
    bridge: Object.keys(window.futureTalk),
    isFrozen: Object.isFrozen(window.futureTalk),
  }));
  expect(found.names).toEqual([]);
  expect(found.bridge.sort()).toEqual(['addFile', 'call', 'on', 'opening']);
});

test('the window is sandboxed and isolated', async () => {
  const preferences = await desktop.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    // Not in Electron's types, and the only way to see what was decided.
    return (
      contents as unknown as { getLastWebPreferences(): Record<string, unknown> }
    ).getLastWebPreferences();
  });
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
  });
  // None of these is asked for anywhere.
  expect(preferences['nodeIntegrationInWorker'] ?? false).toBe(false);
  expect(preferences['enableBlinkFeatures'] ?? '').toBe('');
  expect(preferences['disableBlinkFeatures'] ?? '').toBe('');
});

test('the page comes from the app itself, under a policy that lets nothing else in', async () => {
  expect(new URL(desktop.page.url()).protocol).toBe('future-talk-app:');
  const blocked = await desktop.page.evaluate(async () => {
    const directives: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => {
      directives.push(event.effectiveDirective);
    });
    const inline = document.createElement('script');
    inline.textContent = 'window.inlineRan = true';
    document.head.append(inline);
    const remote = document.createElement('script');
    remote.src = 'https://example.com/script.js';
    document.head.append(remote);
    const image = new Image();
    image.src = 'https://example.com/picture.png';
    const connected = await fetch('http://127.0.0.1:8000/').then(
      () => true,
      () => false,
    );
    await new Promise<void>((resolve) => {
      // The image is the last to be tried, so its report is the last to come.
      const wait = () => (directives.includes('img-src') ? resolve() : setTimeout(wait, 5));
      wait();
    });
    for (const element of [inline, remote]) element.remove();
    return { directives: [...new Set(directives)].sort(), connected, ran: 'inlineRan' in window };
  });
  expect(blocked).toMatchObject({ connected: false, ran: false });
  expect(blocked.directives).toEqual(['connect-src', 'img-src', 'script-src-elem']);
});

test('text is never run as a program', async () => {
  const outcome = await desktop.page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => {
          resolve(event.blockedURI);
        });
        // eslint-disable-next-line @typescript-eslint/no-implied-eval -- what the policy is to refuse
        setTimeout('window.evaluated = true');
        setTimeout(() => {
          resolve('evaluated' in window ? 'ran' : 'nothing happened');
        }, 1_000);
      }),
  );
  expect(outcome).toBe('eval');
});

test('nothing of the page opens another window or leads away from the app', async () => {
  const strangers = await startStranger();
  try {
    const before = desktop.page.url();
    const opened = await desktop.page.evaluate((url) => {
      const frame = document.createElement('iframe');
      frame.src = url;
      document.body.append(frame);
      const windows = [window.open('about:blank'), window.open('file:///etc/passwd')];
      const link = document.createElement('a');
      link.href = url;
      document.body.append(link);
      link.click();
      link.remove();
      location.href = `${url}/elsewhere`;
      frame.remove();
      return windows.filter((one) => one !== null).length;
    }, strangers.url);
    expect(opened).toBe(0);
    // A call goes there and back after the navigation would have begun. (Playwright's locators
    // would wait for that navigation to end.)
    const after = await desktop.page.evaluate(async () => {
      await window.futureTalk.call('getAppState');
      return {
        url: location.href,
        isThere: document.querySelector('[data-testid=screen-first-run]') !== null,
      };
    });
    expect(after).toEqual({ url: before, isThere: true });
    const windows = await desktop.app.evaluate(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows().length,
    );
    expect(windows).toBe(1);
    expect(strangers.visits()).toBe(0);
  } finally {
    strangers.close();
  }
});

test('the bridge refuses unknown calls, and what a call does not take', async () => {
  const answers = await desktop.page.evaluate(async () => {
    const call = window.futureTalk.call as (name: string, argument?: unknown) => Promise<unknown>;
    const tried: [string, unknown?][] = [
      ['joinServer', { address: 7 }],
      ['joinServer'],
      ['signUp', { username: 'a b', password: 'long enough' }],
      ['sendMessage', { conversation_id: '../../etc', content: 'x' }],
      ['copyText', { text: 'x'.repeat(10_001) }],
      ['startHosting', { name: 'x', audience: 'everyone' }],
      ['getAppState', { unexpected: true }],
    ];
    const results: unknown[] = [];
    for (const [name, argument] of tried) results.push(await call(name, argument));
    for (const name of ['openExternal', '__proto__', 'constructor', 'toString']) {
      results.push(await call(name).catch((error: unknown) => String(error)));
    }
    return results;
  });
  const [unknownCalls, malformed] = [answers.slice(7), answers.slice(0, 7)];
  for (const answer of malformed) {
    expect(answer).toMatchObject({ ok: false, error: { code: 'CALL_INVALID' } });
  }
  for (const answer of unknownCalls) expect(answer).toContain('No call is named');
});

test('calls that need a person answer so while nobody is signed in', async () => {
  const answer = await desktop.page.evaluate(() => window.futureTalk.call('listFriends'));
  expect(answer).toMatchObject({ ok: false, error: { code: 'NO_SESSION' } });
});

test('no permission is given but to the microphone, and none is asked for', async () => {
  const states = await desktop.page.evaluate(async () => {
    const names = ['camera', 'geolocation', 'notifications', 'clipboard-read'];
    const found: string[] = [];
    for (const name of names) {
      const status = await navigator.permissions.query({ name: name as PermissionName });
      found.push(status.state);
    }
    const position = await new Promise<number>((resolve) => {
      navigator.geolocation.getCurrentPosition(
        () => resolve(0),
        (error) => resolve(error.code),
      );
    });
    const camera = await navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => 'open',
      (error: unknown) => (error as Error).name,
    );
    return {
      camera,
      found: [...new Set(found)],
      isPositionDenied: position === GeolocationPositionError.PERMISSION_DENIED,
      asked: await Notification.requestPermission(),
    };
  });
  const { camera, ...rest } = states;
  // Where there is none, Chromium says so before it would ask.
  expect(['NotAllowedError', 'NotFoundError']).toContain(camera);
  expect(rest).toEqual({ found: ['denied'], isPositionDenied: true, asked: 'denied' });
});

/** A web server that should never be visited. */
async function startStranger() {
  let visits = 0;
  const server = createServer((_request, response) => {
    visits += 1;
    response.end('<title>elsewhere</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    visits: () => visits,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

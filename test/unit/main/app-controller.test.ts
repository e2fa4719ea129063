import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ClientError } from '#client/chat-client.ts';
import type { ServerInformation } from '#protocol/server.ts';
import type { LocalServer } from '../../../src/main/hosting/hosting-controller.ts';
import { AppController } from '../../../src/main/session/app-controller.ts';
import type { ServerMemory } from '../../../src/main/session/server-memory.ts';
import { SettingsFile } from '../../../src/main/settings-file.ts';
import { FakeClient, adaAccount } from './support/fake-client.ts';
import { RememberingLog } from './support/remembering-log.ts';
import { makeTemporaryFolder } from './support/temporary-folder.ts';

function informationOf(public_key: string): ServerInformation {
  return {
    name: 'Office',
    version: '1',
    registration: 'open',
    public_key,
    fingerprint: '1 2',
    limits: {},
  };
}

const servers = new Map([
  ['http://office:8000', 'office-key'],
  ['http://10.0.0.9:8000', 'own-key'],
  ['http://127.0.0.1:8000', 'own-key'],
]);

async function makeApp(settingsFile: string) {
  const log = new RememberingLog();
  const settings = new SettingsFile(settingsFile, log);
  await settings.load();
  const world = {
    clients: [] as FakeClient[],
    signedInAt: new Set<string>(),
    local: null as LocalServer | null,
    resume: () => Promise.resolve(),
    persons: 0,
  };
  const controller = new AppController({
    version: '1.2.3',
    settings,
    hosting: {
      get localServer() {
        return world.local;
      },
      resume: () => world.resume(),
    },
    probe: (url) => {
      const key = servers.get(url);
      if (key === undefined) return Promise.reject(new ClientError('UNREACHABLE', `No ${url}`));
      return Promise.resolve(informationOf(key));
    },
    rememberServer: () => ({ flush: () => Promise.resolve() }) as unknown as ServerMemory,
    createClient: (url) => {
      const client = new FakeClient(url);
      client.remembered = world.signedInAt.has(url) ? adaAccount : null;
      world.clients.push(client);
      return client.asClient();
    },
    onClient: () => undefined,
    onPersonChanged: () => {
      world.persons += 1;
    },
    onStateChanged: () => undefined,
    log,
  });
  return { controller, world, settings };
}

let settingsFile: string;

beforeEach(async () => {
  settingsFile = path.join(await makeTemporaryFolder(), 'settings.json');
});

const signIn = { username: 'ada', password: 'correct horse' };

describe('joining a server', () => {
  it('remembers it once it has answered', async () => {
    const { controller, settings } = await makeApp(settingsFile);
    expect(await controller.join('office')).toMatchObject({
      url: 'http://office:8000',
      hostedHere: false,
    });
    expect(controller.state.server?.information.name).toBe('Office');
    expect(settings.current.server?.url).toBe('http://office:8000');
  });

  it('leaves everything as it was when nothing answers', async () => {
    const { controller } = await makeApp(settingsFile);
    await controller.join('office');
    await expect(controller.join('nowhere')).rejects.toMatchObject({ code: 'UNREACHABLE' });
    expect(controller.state.server?.url).toBe('http://office:8000');
  });

  it('joins a server that was heard only if it shows the key that it announced', async () => {
    const { controller } = await makeApp(settingsFile);
    const refused = controller.join('office', 'other-key');
    await expect(refused).rejects.toMatchObject({ code: 'SERVER_KEY_CHANGED' });
    expect(controller.state.server).toBeNull();
    await controller.join('office', 'office-key');
    expect(controller.state.server).toMatchObject({ url: 'http://office:8000' });
  });

  it('knows the server of this very computer by its identity', async () => {
    const { controller, world } = await makeApp(settingsFile);
    world.local = { url: 'http://127.0.0.1:8000', identity: 'own-key' };
    expect(await controller.join('10.0.0.9')).toMatchObject({
      url: 'http://127.0.0.1:8000',
      hostedHere: true,
    });
  });
});

describe('signing in and out', () => {
  it('connects, and disconnects', async () => {
    const { controller, world } = await makeApp(settingsFile);
    await controller.join('office');
    await controller.signIn(signIn);
    expect(controller.state.account).toEqual(adaAccount);
    expect(controller.signedInClient).toBe(world.clients[0]);
    await controller.signOut();
    expect(controller.state).toMatchObject({ account: null, signedOutBecause: null });
    expect(world.clients[0]?.done).toEqual(['connect', 'logout', 'disconnect']);
    expect(() => controller.signedInClient).toThrow('Sign in first');
  });

  it('needs a server', async () => {
    const { controller } = await makeApp(settingsFile);
    await expect(controller.signIn(signIn)).rejects.toMatchObject({ code: 'NO_SESSION' });
  });

  it('says why the server ended the session', async () => {
    const { controller, world } = await makeApp(settingsFile);
    await controller.join('office');
    await controller.signIn(signIn);
    world.clients[0]?.emit('signedOut', { reason: 'You were signed out elsewhere' });
    expect(controller.state).toMatchObject({
      account: null,
      signedOutBecause: 'You were signed out elsewhere',
    });
    await controller.signIn(signIn);
    expect(controller.state.signedOutBecause).toBeNull();
  });

  it('does not hear of servers that were left', async () => {
    const { controller, world } = await makeApp(settingsFile);
    await controller.join('office');
    await controller.join('10.0.0.9');
    await controller.signIn(signIn);
    world.clients[0]?.emit('signedOut', { reason: 'old' });
    world.clients[0]?.emit('connection', { status: 'connecting' });
    expect(controller.state.account).toEqual(adaAccount);
    expect(controller.state.connection).toEqual({ status: 'offline' });
    expect(world.clients[0]?.done).toEqual(['close']);
  });

  it('is undone by leaving the server', async () => {
    const { controller, world, settings } = await makeApp(settingsFile);
    await controller.join('office');
    await controller.signIn(signIn);
    await controller.leave();
    expect(world.clients[0]?.done).toEqual(['connect', 'logout', 'close']);
    expect(controller.state).toMatchObject({ server: null, account: null });
    expect(settings.current.server).toBeNull();
  });
});

describe('the next start', () => {
  it('goes back to the server and the session', async () => {
    const before = await makeApp(settingsFile);
    await before.controller.join('office');
    const { controller, world } = await makeApp(settingsFile);
    world.signedInAt.add('http://office:8000');
    await controller.restore();
    expect(controller.state).toMatchObject({
      server: { url: 'http://office:8000', hostedHere: false },
      account: adaAccount,
    });
    expect(world.clients[0]?.done).toEqual(['connect']);
  });

  it('finds the hosted server on another port', async () => {
    const before = await makeApp(settingsFile);
    before.world.local = { url: 'http://127.0.0.1:8000', identity: 'own-key' };
    await before.controller.useHostedServer();
    const { controller, world } = await makeApp(settingsFile);
    world.resume = () => {
      world.local = { url: 'http://127.0.0.1:8004', identity: 'own-key' };
      return Promise.resolve();
    };
    await controller.restore();
    expect(controller.state.server).toMatchObject({
      url: 'http://127.0.0.1:8004',
      hostedHere: true,
    });
  });

  it('shows the hosted server also when it does not start', async () => {
    const before = await makeApp(settingsFile);
    before.world.local = { url: 'http://127.0.0.1:8000', identity: 'own-key' };
    await before.controller.useHostedServer();
    const { controller, world } = await makeApp(settingsFile);
    world.resume = () => Promise.reject(new Error('the port is taken'));
    await controller.restore();
    expect(controller.state.server?.url).toBe('http://127.0.0.1:8000');
  });
});

describe('when hosting stops', () => {
  it('the first screen comes back, without signing out', async () => {
    const { controller, world } = await makeApp(settingsFile);
    world.local = { url: 'http://127.0.0.1:8000', identity: 'own-key' };
    await controller.useHostedServer();
    await controller.signIn(signIn);
    await controller.hostedServerStopped();
    expect(controller.state).toMatchObject({ server: null, account: null });
    expect(world.clients[0]?.done).toEqual(['connect', 'close']);
  });

  it('another server stays', async () => {
    const { controller } = await makeApp(settingsFile);
    await controller.join('office');
    await controller.hostedServerStopped();
    expect(controller.state.server?.url).toBe('http://office:8000');
  });
});

import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ClientError, ServerKeyError } from '#client/chat-client.ts';
import { fingerprintOf } from '#protocol/fingerprint.ts';
import { buildInviteLink } from '#protocol/invite-link.ts';
import type { ServerMoved } from '#protocol/move.ts';
import type { LocalServer } from '../../../src/main/hosting/hosting-controller.ts';
import { AppController } from '../../../src/main/session/app-controller.ts';
import { ServerDoor } from '../../../src/main/trust/server-door.ts';
import type { JoinWish } from '../../../src/main/trust/server-door.ts';
import type { ServerMemory } from '../../../src/main/session/server-memory.ts';
import { SettingsFile } from '../../../src/main/settings-file.ts';
import { eventually } from '../../support/eventually.ts';
import { FakeClient, adaAccount } from './support/fake-client.ts';
import { RememberingLog } from './support/remembering-log.ts';
import { informationOf } from './support/samples.ts';
import { makeTemporaryFolder } from './support/temporary-folder.ts';

const keyOf = (byte: number) => Buffer.alloc(32, byte).toString('base64url');
const officeKey = keyOf(1);
const ownKey = keyOf(2);

const servers = new Map([
  ['http://office:8000', officeKey],
  ['http://10.0.0.9:8000', ownKey],
  ['http://127.0.0.1:8000', ownKey],
]);

async function makeApp(settingsFile: string, { inBrowser = false } = {}) {
  const log = new RememberingLog();
  const settings = new SettingsFile(settingsFile, log);
  await settings.load();
  const world = {
    clients: [] as FakeClient[],
    signedInAt: new Set<string>(),
    local: null as LocalServer | null,
    resume: () => Promise.resolve(),
    persons: 0,
    erased: 0,
    loseCache: () => undefined as void,
    expectedKeys: [] as string[],
  };
  const controller = new AppController({
    version: '1.2.3',
    inBrowser,
    settings,
    hosting: {
      movedTo: null,
      get localServer() {
        return world.local;
      },
      resume: () => world.resume(),
      serverMoved: () => Promise.resolve(),
    },
    door: new ServerDoor({
      ask: (url, isTrusted) => {
        const publicKey = servers.get(url);
        if (publicKey === undefined) {
          return Promise.reject(new ClientError('UNREACHABLE', `No ${url}`));
        }
        return Promise.resolve(
          isTrusted(publicKey)
            ? { trusted: true, information: informationOf(publicKey) }
            : { trusted: false, publicKey },
        );
      },
      knownServers: () => settings.current.knownServers,
      localServer: () => world.local,
    }),
    whereIs: async (server, { addresses }) => {
      const [address] = addresses;
      return address === undefined ? null : { ...server, url: `http://${address}` };
    },
    rememberServer: (_server, onCacheLost) => {
      world.loseCache = onCacheLost;
      return {
        follow: () => undefined,
        close: () => undefined,
        erase: () => {
          world.erased += 1;
          return Promise.resolve();
        },
      } as unknown as ServerMemory;
    },
    createClient: ({ url, information }) => {
      const client = new FakeClient(url);
      client.remembered = world.signedInAt.has(url) ? adaAccount : null;
      world.clients.push(client);
      world.expectedKeys.push(information.public_key);
      return Promise.resolve(client.asClient());
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

/** To join at an address whose key the person has compared. */
function wish(address: string): JoinWish {
  const publicKey = servers.get(`http://${address}:8000`);
  return { address, publicKey, isCompared: true };
}

const signIn = { username: 'ada', password: 'correct horse' };

describe('a server that moves', () => {
  it('is followed by the same client, and is at the new address at the next start', async () => {
    const { controller, world, settings } = await makeApp(settingsFile);
    await controller.join(wish('office'));
    const [client] = world.clients;
    const moved = { type: 'server_moved', addresses: ['10.0.0.7:8000'], epoch: 7, timestamp: '' };
    client?.emit('serverMoved', moved as ServerMoved);
    await eventually(() => {
      expect(client?.done).toEqual(['moveTo http://10.0.0.7:8000']);
      expect(settings.current.server?.url).toBe('http://10.0.0.7:8000');
    });
    expect(world.clients).toHaveLength(1);
    expect(settings.current.knownServers[0]?.addresses).toEqual(['10.0.0.7:8000', 'office:8000']);
    client?.emit('newEpoch', { epoch: 7, proof: 'proof' });
    await eventually(() => {
      expect(settings.current.knownServers[0]?.epoch).toEqual({ epoch: 7, proof: 'proof' });
    });
  });

  it('says so in a browser, whose page cannot follow', async () => {
    const { controller, world } = await makeApp(settingsFile, { inBrowser: true });
    await controller.join(wish('office'));
    const [client] = world.clients;
    const moved = { type: 'server_moved', addresses: ['10.0.0.7:8000'], epoch: 7, timestamp: '' };
    client?.emit('serverMoved', moved as ServerMoved);
    expect(controller.state.movedTo).toEqual(['10.0.0.7:8000']);
    expect(client?.done).toEqual([]);
  });
});

describe('joining a server', () => {
  it('remembers it once it has answered', async () => {
    const { controller, settings } = await makeApp(settingsFile);
    expect(await controller.join(wish('office'))).toMatchObject({
      outcome: 'joined',
      server: { url: 'http://office:8000', hostedHere: false },
    });
    expect(controller.state.server?.information.name).toBe('Office');
    expect(settings.current.server?.url).toBe('http://office:8000');
  });

  it('leaves everything as it was when nothing answers', async () => {
    const { controller } = await makeApp(settingsFile);
    await controller.join(wish('office'));
    await expect(controller.join(wish('nowhere'))).rejects.toMatchObject({ code: 'UNREACHABLE' });
    expect(controller.state.server?.url).toBe('http://office:8000');
  });

  it('knows the server of this very computer by its identity', async () => {
    const { controller, world } = await makeApp(settingsFile);
    world.local = { url: 'http://127.0.0.1:8000', identity: ownKey };
    expect(await controller.join(wish('10.0.0.9'))).toMatchObject({
      server: { url: 'http://127.0.0.1:8000', hostedHere: true },
    });
  });
});

describe('signing in and out', () => {
  it('connects, and disconnects', async () => {
    const { controller, world } = await makeApp(settingsFile);
    await controller.join(wish('office'));
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
    await controller.join(wish('office'));
    await controller.signIn(signIn);
    world.clients[0]?.emit('signedOut', { reason: 'ended_elsewhere' });
    expect(controller.state).toMatchObject({
      account: null,
      signedOutBecause: { key: 'signedOut.elsewhere' },
    });
    await controller.signIn(signIn);
    expect(controller.state.signedOutBecause).toBeNull();
  });

  it('does not hear of servers that were left', async () => {
    const { controller, world } = await makeApp(settingsFile);
    await controller.join(wish('office'));
    await controller.join(wish('10.0.0.9'));
    await controller.signIn(signIn);
    world.clients[0]?.emit('signedOut', { reason: 'password_changed' });
    world.clients[0]?.emit('connection', { status: 'connecting' });
    expect(controller.state.account).toEqual(adaAccount);
    expect(controller.state.connection).toEqual({ status: 'offline' });
    expect(world.clients[0]?.done).toEqual(['close']);
  });

  it('is undone by leaving the server', async () => {
    const { controller, world, settings } = await makeApp(settingsFile);
    await controller.join(wish('office'));
    await controller.signIn(signIn);
    await controller.leave();
    expect(world.clients[0]?.done).toEqual(['connect', 'logout', 'close']);
    expect(controller.state).toMatchObject({ server: null, account: null });
    expect(settings.current.server).toBeNull();
    expect(world.erased).toBe(1);
  });

  it('is told what could not be read any more, until the server is left', async () => {
    const { controller, world } = await makeApp(settingsFile);
    await controller.join(wish('office'));
    await controller.signIn(signIn);
    expect(controller.state.unsentLost).toBe(false);
    world.loseCache();
    expect(controller.state.unsentLost).toBe(true);
    await controller.leave();
    expect(controller.state.unsentLost).toBe(false);
  });
});

describe('the next start', () => {
  it('goes back to the server and the session', async () => {
    const before = await makeApp(settingsFile);
    await before.controller.join(wish('office'));
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
    before.world.local = { url: 'http://127.0.0.1:8000', identity: ownKey };
    await before.controller.useHostedServer();
    const { controller, world } = await makeApp(settingsFile);
    world.resume = () => {
      world.local = { url: 'http://127.0.0.1:8004', identity: ownKey };
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
    before.world.local = { url: 'http://127.0.0.1:8000', identity: ownKey };
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
    world.local = { url: 'http://127.0.0.1:8000', identity: ownKey };
    await controller.useHostedServer();
    await controller.signIn(signIn);
    await controller.hostedServerStopped();
    expect(controller.state).toMatchObject({ server: null, account: null });
    expect(world.clients[0]?.done).toEqual(['connect', 'close']);
  });

  it('another server stays', async () => {
    const { controller } = await makeApp(settingsFile);
    await controller.join(wish('office'));
    await controller.hostedServerStopped();
    expect(controller.state.server?.url).toBe('http://office:8000');
  });
});

describe('a server that shows another key', () => {
  const stranger = Buffer.alloc(32, 9);

  it('stops the app, which shows both fingerprints and does nothing more', async () => {
    const { controller, world } = await makeApp(settingsFile);
    await controller.join(wish('office'));
    await controller.signIn(signIn);
    world.clients[0]?.emit('serverKeyChanged', { expected: null, seen: stranger });
    expect(controller.state.keyChange).toEqual({
      address: 'office:8000',
      publicKey: stranger.toString('base64url'),
      fingerprint: fingerprintOf(stranger),
      before: {
        name: 'Office',
        fingerprint: fingerprintOf(Buffer.from(officeKey, 'base64url')),
      },
    });
    expect(world.clients).toHaveLength(1);
  });

  it('stops the app at signing in too', async () => {
    const { controller, world } = await makeApp(settingsFile);
    await controller.join(wish('office'));
    const client = world.clients[0]!;
    client.login = () => Promise.reject(new ServerKeyError(null, stranger));
    await expect(controller.signIn(signIn)).rejects.toMatchObject({ code: 'SERVER_KEY_CHANGED' });
    expect(controller.state.keyChange).toMatchObject({ address: 'office:8000' });
  });

  it('is left without a word to it; the one before stays known', async () => {
    const { controller, world, settings } = await makeApp(settingsFile);
    await controller.join(wish('office'));
    await controller.signIn(signIn);
    world.clients[0]?.emit('serverKeyChanged', { expected: null, seen: stranger });
    await controller.refuseServerKey();
    expect(controller.state).toMatchObject({ server: null, account: null, keyChange: null });
    expect(world.clients[0]?.done).toEqual(['connect', 'close']);
    expect(settings.current.knownServers).toMatchObject([{ publicKey: officeKey }]);
  });

  it('is held to the key that was trusted, at the next start too', async () => {
    const before = await makeApp(settingsFile);
    await before.controller.join(wish('office'));
    const { controller, world } = await makeApp(settingsFile);
    await controller.restore();
    expect(before.world.expectedKeys).toEqual([officeKey]);
    expect(world.expectedKeys).toEqual([officeKey]);
  });
});

describe('an invite link', () => {
  const link = buildInviteLink({ hosts: ['office'], port: 8000, code: 'AB-12', key: officeKey });

  it('joins without a question, and keeps the code for the new account', async () => {
    const { controller } = await makeApp(settingsFile);
    expect(await controller.join({ address: link })).toMatchObject({ outcome: 'joined' });
    expect(controller.state).toMatchObject({ inviteCode: 'AB-12', openedLink: null });
    await controller.signIn(signIn);
    expect(controller.state.inviteCode).toBeNull();
  });

  it('that was clicked waits until it is joined or dismissed', async () => {
    const { controller } = await makeApp(settingsFile);
    await controller.openLink(link);
    const waiting = { text: link, address: 'office:8000', isCurrentServer: false };
    expect(controller.state.openedLink).toEqual(waiting);
    controller.dismissLink();
    expect(controller.state.openedLink).toBeNull();
    await controller.openLink(link);
    await controller.join({ address: link });
    expect(controller.state.openedLink).toBeNull();
  });

  it('to the server where one is signed in says so', async () => {
    const { controller } = await makeApp(settingsFile);
    await controller.join({ address: link });
    await controller.openLink(link);
    expect(controller.state.openedLink?.isCurrentServer).toBe(false);
    await controller.signIn(signIn);
    await controller.openLink(link);
    expect(controller.state.openedLink?.isCurrentServer).toBe(true);
  });
});

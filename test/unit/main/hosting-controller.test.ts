import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { fingerprintOf } from '#protocol/fingerprint.ts';
import type { HostingState } from '#ipc/hosting.ts';
import { HostingController } from '../../../src/main/hosting/hosting-controller.ts';
import { LocalError } from '../../../src/main/local-error.ts';
import type { TakeOverSource } from '../../../src/main/hosting/server-command.ts';
import { ServerLaunchError } from '../../../src/main/hosting/server-process.ts';
import type { RunningServer } from '../../../src/main/hosting/server-process.ts';
import { SettingsFile } from '../../../src/main/settings-file.ts';
import { RememberingLog } from './support/remembering-log.ts';
import { makeTemporaryFolder } from './support/temporary-folder.ts';

interface Launched {
  port: number;
  byService: boolean;
  audience: string;
  /** Why, once it was. */
  stopped: string | null;
  die: (sentence: string) => void;
}

function makeWorld(settings: SettingsFile) {
  const world = {
    launched: [] as Launched[],
    takenPorts: new Set<number>(),
    problem: null as Error | null,
    serviceProblem: null as Error | null,
    servicesRemoved: 0,
    links: [] as TakeOverSource[],
    states: [] as HostingState[],
    pauses: [] as number[],
    nowMs: 0,
    /** Until when pauses last. */
    pausing: Promise.resolve(),
  };
  const launch = (
    options: { port: number; audience: string },
    service: { identity: string } | null,
  ): Promise<RunningServer> => {
    if (service !== null && world.serviceProblem !== null) {
      return Promise.reject(world.serviceProblem);
    }
    if (world.problem !== null) return Promise.reject(world.problem);
    if (world.takenPorts.has(options.port)) {
      const sentence = `The port ${options.port} is in use by another program`;
      return Promise.reject(new ServerLaunchError(sentence));
    }
    return Promise.resolve(start(world.launched, options, service !== null));
  };
  const controller = new HostingController({
    settings,
    launch,
    takeOver: async (source, port, onProgress) => {
      onProgress({ step: 'copying', done: 0.5 });
      if (world.problem !== null) throw world.problem;
      world.links.push(source);
      const server = start(world.launched, { port, audience: 'anyone' }, false);
      return { ...server, takenOver: { name: 'Their team', registration: 'open' } };
    },
    isTakeOverUnconfirmed: () => false,
    freePort: async (port) => (world.takenPorts.has(port) ? port + 1 : port),
    removeService: () => {
      world.servicesRemoved += 1;
      return Promise.resolve();
    },
    addressesOf: (port) => [`192.168.1.5:${port}`],
    onChanged: (state) => world.states.push(state),
    log: new RememberingLog(),
    now: () => world.nowMs,
    pause: (durationMs) => {
      world.pauses.push(durationMs);
      return world.pausing;
    },
  });
  return { world, controller };
}

function start(
  launched: Launched[],
  { port, audience }: { port: number; audience: string },
  byService: boolean,
): RunningServer {
  let die: (sentence: string) => void = () => undefined;
  const ended = new Promise<string>((resolve) => {
    die = resolve;
  });
  const entry: Launched = { port, byService, audience, stopped: null, die };
  launched.push(entry);
  const stop = (reason: string) => {
    entry.stopped = reason;
    die('stopped');
    return Promise.resolve();
  };
  return {
    url: `http://0.0.0.0:${port}`,
    identity: 'key',
    ended,
    stop,
    ...(byService && { outlivesApp: true }),
  };
}

/** Resolves when a state of this kind has been told after the present one. */
async function nextState(world: { states: HostingState[] }, status: HostingState['status']) {
  for (let turn = 0; turn < 1_000; turn += 1) {
    const found = world.states.find((state) => state.status === status);
    if (found !== undefined) return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`never ${status}: ${world.states.map((state) => state.status).join(', ')}`);
}

const wanted = { name: 'Our team', audience: 'anyone' as const };
let settingsFile: string;
let settings: SettingsFile;

beforeEach(async () => {
  settingsFile = path.join(await makeTemporaryFolder(), 'settings.json');
  settings = new SettingsFile(settingsFile, new RememberingLog());
});

describe('starting to host', () => {
  it('takes port 8000 and tells where others find it', async () => {
    const { world, controller } = makeWorld(settings);
    const state = await controller.start(wanted);
    expect(state).toEqual({
      ...wanted,
      status: 'running',
      guests: true,
      port: 8000,
      addresses: ['192.168.1.5:8000'],
      fingerprint: fingerprintOf(Buffer.from('key', 'base64url')),
      restarts: 0,
      byService: false,
    });
    expect(world.states.map(({ status }) => status)).toEqual(['starting', 'running']);
    expect(controller.localServer).toEqual({ url: 'http://127.0.0.1:8000', identity: 'key' });
  });

  it('takes the next port that is free, and remembers it', async () => {
    const { world, controller } = makeWorld(settings);
    world.takenPorts = new Set([8000, 8001]);
    expect(await controller.start(wanted)).toMatchObject({ port: 8002 });
    expect(settings.current.hosting?.port).toBe(8002);
    expect(world.pauses).toEqual([]);
  });

  it('takes no other port than the one that was asked for', async () => {
    const { world, controller } = makeWorld(settings);
    world.takenPorts = new Set([9000]);
    const refused = controller.start({ ...wanted, port: 9000 });
    await expect(refused).rejects.toMatchObject({
      code: 'HOSTING_FAILED',
      words: { key: 'failure.hosting.portInUse' },
    });
    expect(controller.state).toMatchObject({ status: 'failed' });
    expect(world.launched).toEqual([]);
  });

  it('waits for a server of before that is still ending', async () => {
    const { world, controller } = makeWorld(settings);
    await controller.start(wanted);
    await controller.shutDown();
    world.takenPorts = new Set([8000]);
    const resumed = controller.resume();
    await nextState(world, 'starting');
    world.takenPorts.clear();
    expect(await resumed).toMatchObject({ status: 'running', port: 8000 });
  });

  it('says in the catalogue’s words why it cannot start', async () => {
    const { world, controller } = makeWorld(settings);
    world.problem = new ServerLaunchError('The database is from a newer version');
    await expect(controller.start(wanted)).rejects.toThrow(/from a newer version/);
    expect(controller.state).toEqual({
      ...wanted,
      status: 'failed',
      problem: { key: 'failure.hosting.newerData' },
    });
    expect(controller.localServer).toBeNull();
  });

  it('says that the key is lost, whether it is missing or does not fit', async () => {
    const { world, controller } = makeWorld(settings);
    for (const problem of [
      new LocalError('DATABASE_KEY_LOST', 'The key is missing'),
      new ServerLaunchError('The key does not open the database /data/future-talk.db'),
    ]) {
      world.problem = problem;
      const refused = { code: 'DATABASE_KEY_LOST' };
      await expect(controller.start(wanted)).rejects.toMatchObject(refused);
      expect(controller.state).toMatchObject({ status: 'failed', keyLost: true });
    }
  });
});

describe('a server that dies', () => {
  it('comes back on the same port, and is counted', async () => {
    const { world, controller } = makeWorld(settings);
    await controller.start(wanted);
    world.states.length = 0;
    world.launched[0]?.die('killed');
    expect(await nextState(world, 'restarting')).toMatchObject({ restarts: 1 });
    expect(await nextState(world, 'running')).toMatchObject({ port: 8000, restarts: 1 });
    expect(world.pauses).toEqual([500]);
    expect(world.launched).toHaveLength(2);
  });

  it('is given up when it dies again and again, and says why', async () => {
    const { world, controller } = makeWorld(settings);
    await controller.start(wanted);
    world.problem = new ServerLaunchError('The disk is full');
    world.launched[0]?.die('The disk is full');
    expect(await nextState(world, 'failed')).toMatchObject({
      problem: { key: 'failure.hosting.cannotWrite' },
    });
    expect(world.pauses).toEqual([500, 1_000, 2_000, 4_000]);
  });

  it('stays down when hosting has been stopped meanwhile', async () => {
    const { world, controller } = makeWorld(settings);
    await controller.start(wanted);
    let endPause: () => void = () => undefined;
    world.pausing = new Promise((resolve) => {
      endPause = resolve;
    });
    world.launched[0]?.die('killed');
    await nextState(world, 'restarting');
    await controller.stop();
    endPause();
    await controller.shutDown();
    await new Promise((resolve) => setImmediate(resolve));
    expect(controller.state).toEqual({ status: 'stopped' });
    expect(world.launched).toHaveLength(1);
  });
});

describe('hosting over time', () => {
  it('changes who may join on the same port', async () => {
    const { world, controller } = makeWorld(settings);
    await controller.start(wanted);
    const state = await controller.change({ audience: 'invited' });
    expect(state).toMatchObject({ status: 'running', audience: 'invited', port: 8000 });
    expect(world.launched.map(({ stopped, audience }) => [stopped, audience])).toEqual([
      ['restarting', 'anyone'],
      [null, 'invited'],
    ]);
  });

  it('serves the page for guests until told not to, and remembers that', async () => {
    const { controller } = makeWorld(settings);
    expect(await controller.start(wanted)).toMatchObject({ guests: true });
    expect(await controller.change({ guests: false })).toMatchObject({ guests: false });
    await controller.stop();
    expect(await controller.start(wanted)).toMatchObject({ guests: false });
  });

  it('is resumed at the next start, but not once it was stopped', async () => {
    await makeWorld(settings).controller.start({ ...wanted, port: 8123 });
    const again = new SettingsFile(settingsFile, new RememberingLog());
    await again.load();
    const { controller } = makeWorld(again);
    expect(await controller.resume()).toMatchObject({ status: 'running', port: 8123 });
    await controller.stop();
    expect(await controller.resume()).toBeNull();
  });

  it('is not resumed when it was stopped while it started', async () => {
    const { controller } = makeWorld(settings);
    await Promise.all([controller.start(wanted), controller.stop()]);
    expect(controller.state.status).toBe('stopped');
    expect(settings.current.hosting?.wanted).toBe(false);
  });

  it('survives being stopped and started at once', async () => {
    const { world, controller } = makeWorld(settings);
    await Promise.all([controller.start(wanted), controller.stop(), controller.start(wanted)]);
    expect(controller.state.status).toBe('running');
    expect(world.launched.filter(({ stopped }) => !stopped)).toHaveLength(1);
  });
});

describe('hosting by the operating system', () => {
  it('takes over from the app, outlives it, and ends only where hosting ends', async () => {
    const { world, controller } = makeWorld(settings);
    await controller.start(wanted);
    expect(controller.endsWithApp).toBe(true);
    expect(await controller.setService(true)).toMatchObject({ byService: true });
    expect(world.launched.map(({ byService, stopped }) => [byService, stopped])).toEqual([
      [false, 'restarting'],
      [true, null],
    ]);
    expect(controller.endsWithApp).toBe(false);
    expect(settings.current.hosting?.service).toEqual({ identity: 'key' });

    await controller.shutDown();
    expect(world.launched.at(-1)?.stopped).toBe(null);
    await controller.resume();
    expect(world.launched.at(-1)?.byService).toBe(true);
    await controller.stop();
    expect(world.launched.at(-1)?.stopped).toBe('leaving');
  });

  it('is given back to the app', async () => {
    const { world, controller } = makeWorld(settings);
    await controller.start(wanted);
    await controller.setService(true);
    expect(await controller.setService(false)).toMatchObject({ byService: false });
    expect(world.launched.map(({ byService, stopped }) => [byService, stopped])).toEqual([
      [false, 'restarting'],
      [true, 'leaving'],
      [false, null],
    ]);
  });

  it('that does not come about leaves the app hosting', async () => {
    const { world, controller } = makeWorld(settings);
    await controller.start(wanted);
    world.serviceProblem = new ServerLaunchError('no systemd');
    await expect(controller.setService(true)).rejects.toMatchObject({ code: 'HOSTING_FAILED' });
    expect(world.servicesRemoved).toBe(1);
    expect(controller.state).toMatchObject({ status: 'running', byService: false });
    expect(settings.current.hosting?.service).toBe(null);
  });
});

describe('a server that comes from another computer', () => {
  it('is hosted here from then on, under its name, at a port that is free', async () => {
    const { world, controller } = makeWorld(settings);
    world.takenPorts.add(8000);
    const state = await controller.takeOver('futuretalk://move?…');
    expect(state).toMatchObject({ status: 'running', name: 'Their team', port: 8001 });
    expect(world.states.map(({ status }) => status)).toEqual(['arriving', 'arriving', 'running']);
    expect(settings.current.hosting).toMatchObject({
      ...{ name: 'Their team', audience: 'anyone', port: 8001, wanted: true },
    });
    await expect(controller.takeOver('another')).rejects.toMatchObject({ code: 'HOSTING_FAILED' });
    expect(world.links).toEqual([{ from: 'link', link: 'futuretalk://move?…' }]);
  });

  it('leaves nothing behind where it does not come, and says why', async () => {
    const { world, controller } = makeWorld(settings);
    world.problem = new ServerLaunchError('The link is not good any more, or the other …');
    const failure = await controller.takeOver('old').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(LocalError);
    expect(failure).toMatchObject({ words: { key: 'failure.takeOver.link' } });
    expect(controller.state).toEqual({ status: 'stopped' });
    expect(settings.current.hosting).toBeNull();
  });
});

describe('a server that goes to another computer', () => {
  it('is not started again here, and its process says where it is until the app ends', async () => {
    const { world, controller } = makeWorld(settings);
    await controller.start(wanted);
    await controller.serverMoved(['192.168.1.9:8000']);
    const moved = { ...wanted, status: 'moved', addresses: ['192.168.1.9:8000'] };
    expect(controller.state).toEqual(moved);
    expect(controller.localServer).toBeNull();
    expect(controller.endsWithApp).toBe(false);
    expect(settings.current.hosting).toMatchObject({ wanted: false });
    expect(world.launched[0]?.stopped).toBeNull();
    world.launched[0]?.die('killed');
    expect(controller.state).toEqual(moved);
    await controller.shutDown();
    expect(await controller.resume()).toBeNull();
  });
});

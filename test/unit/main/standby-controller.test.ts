import path from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import type { StandbyState } from '#ipc/standby.ts';
import { words } from '#messages/catalogue.ts';
import { LocalError } from '../../../src/main/local-error.ts';
import { StandbyController } from '../../../src/main/hosting/standby-controller.ts';
import type { StandbyNews } from '../../../src/main/hosting/standby-process.ts';
import { SettingsFile } from '../../../src/main/settings-file.ts';
import { RememberingLog } from './support/remembering-log.ts';
import { makeTemporaryFolder } from './support/temporary-folder.ts';

let settings: SettingsFile;

beforeEach(async () => {
  const file = path.join(await makeTemporaryFolder(), 'settings.json');
  settings = new SettingsFile(file, new RememberingLog());
});

/** A program that follows, as far as the controller sees it. */
class Follower {
  say: (news: StandbyNews) => void = () => undefined;
  end: (sentence: string) => void = () => undefined;
  readonly ended = new Promise<string>((resolve) => (this.end = resolve));
  isStopped = false;
  isReleased = false;

  stop(): Promise<void> {
    this.isStopped = true;
    this.end('stopped');
    return Promise.resolve();
  }

  release(): Promise<void> {
    this.isReleased = true;
    return Promise.resolve();
  }
}

function makeWorld() {
  const world = {
    followers: [] as Follower[],
    links: [] as (string | null)[],
    states: [] as StandbyState['status'][],
    /** What the next one says instead of what it follows. */
    refusal: null as string | null,
    problem: null as LocalError | null,
    /** For each time that the operating system was to let it follow: whether for the first. */
    services: [] as boolean[],
    serviceProblem: null as Error | null,
    removals: 0,
    isBegun: false,
    onLaunched: (): void => undefined,
  };
  const launch = (onNews: Follower['say']): Promise<Follower> => {
    const follower = new Follower();
    follower.say = onNews;
    world.followers.push(follower);
    if (world.refusal === null) {
      world.isBegun = true;
      setImmediate(() => {
        onNews({ event: 'standing-by', name: 'Their team' });
        world.onLaunched();
      });
    } else {
      follower.end(world.refusal);
    }
    return Promise.resolve(follower);
  };
  const controller = new StandbyController({
    settings,
    launch: ({ link }, onNews) => {
      world.links.push(link);
      return launch(onNews);
    },
    launchService: ({ isNew }, onNews) => {
      world.services.push(isNew);
      return world.serviceProblem === null ? launch(onNews) : Promise.reject(world.serviceProblem);
    },
    removeService: () => {
      world.removals += 1;
      return Promise.resolve();
    },
    isBegun: () => world.isBegun,
    forget: () => Promise.resolve('gone'),
    takeOver: () =>
      world.problem === null
        ? Promise.resolve({ status: 'stopped' })
        : Promise.reject(world.problem),
    freePort: (port) => Promise.resolve(port + 1),
    onChanged: ({ status }) => world.states.push(status),
    log: new RememberingLog(),
    now: () => 0,
    pause: () => Promise.resolve(),
  });
  const current = () => {
    const follower = world.followers.at(-1);
    if (follower === undefined) throw new Error('nobody follows');
    return follower;
  };
  return { world, controller, current };
}

it('follows the server of a link, and goes on with it at the next start', async () => {
  const { controller, current } = makeWorld();
  expect(await controller.begin('futuretalk://move?…')).toEqual({
    ...{ status: 'copying', name: 'Their team', done: 0 },
  });
  expect(settings.current.standby).toEqual({ port: 8001, service: false });
  const at = '2026-11-28T05:00:00.000Z';
  current().say({ event: 'copied', at });
  expect(controller.state).toEqual({ status: 'following', name: 'Their team', copiedAt: at });
  current().say({ event: 'out-of-reach', at });
  expect(controller.state).toEqual({ status: 'outOfReach', name: 'Their team', copiedAt: at });
  expect(() => {
    controller.requireNone();
  }).toThrow(/keeps a standby/);
  await controller.shutDown();
  expect(current().isReleased).toBe(true);

  const next = makeWorld();
  next.world.isBegun = true;
  await next.controller.resume();
  expect(next.world.links).toEqual([null]);
  expect(next.controller.isActive).toBe(true);
  await next.controller.end();
  expect(settings.current.standby).toBeNull();
  expect(next.controller.state).toEqual({ status: 'none' });
});

it('has not begun where the link is none, and says so', async () => {
  const { world, controller } = makeWorld();
  world.refusal = 'This is not a link to move a server: one begins with futuretalk://move';
  const failure = await controller.begin('x').catch((error: unknown) => error);
  expect(failure).toMatchObject({ words: { key: 'failure.takeOver.notALink' } });
  expect(controller.state).toEqual({ status: 'none' });
  expect(settings.current.standby).toBeNull();
});

it('is started again when it crashes, and not when the other computer has ended it', async () => {
  const { world, controller, current } = makeWorld();
  await controller.begin('futuretalk://move?…');
  const restarted = new Promise<void>((resolve) => (world.onLaunched = resolve));
  current().end('Segmentation fault');
  await restarted;
  expect(world.links).toEqual(['futuretalk://move?…', null]);
  current().end('The link is not good any more, or the other computer has ended the move: …');
  await current().ended;
  await new Promise(setImmediate);
  expect(world.followers.length).toBe(2);
  expect(controller.state).toEqual({ status: 'failed', problem: words('failure.takeOver.link') });
});

it('goes on standing by where it could not take over', async () => {
  const { world, controller, current } = makeWorld();
  await controller.begin('futuretalk://move?…');
  current().say({ event: 'copied', at: '2026-11-28T05:00:00.000Z' });
  world.problem = new LocalError('HOSTING_FAILED', words('failure.standby.unanswered'));
  await expect(controller.takeOver(false)).rejects.toBe(world.problem);
  expect(world.followers.map(({ isStopped }) => isStopped)).toEqual([true, false]);
  expect(controller.state.status).toBe('following');
  expect(settings.current.standby).not.toBeNull();
  world.problem = null;
  await controller.takeOver(true);
  expect(controller.state).toEqual({ status: 'none' });
  expect(settings.current.standby).toBeNull();
});

it('goes on as a service when the app ends, is found again, and comes back to the app', async () => {
  const { controller, current, world } = makeWorld();
  await controller.begin('futuretalk://move?…');
  expect(controller.endsWithApp).toBe(true);
  const byApp = current();
  expect(await controller.setService(true)).toMatchObject({ byService: true });
  expect(byApp.isStopped).toBe(true);
  expect(controller.endsWithApp).toBe(false);
  const { say } = current();
  say({ event: 'failed', sentence: 'What stands by … cannot be read with this key' });
  expect(controller.state).toMatchObject({
    problem: words('failure.standby.key'),
    byService: true,
  });
  const at = '2026-11-28T05:00:00.000Z';
  say({ event: 'copied', at });
  expect(controller.state).toMatchObject({ status: 'following', copiedAt: at });
  await controller.shutDown();
  expect(current()).toMatchObject({ isStopped: false, isReleased: true });

  const next = makeWorld();
  next.world.isBegun = true;
  await next.controller.resume();
  expect([world.services, next.world.services]).toEqual([[true], [false]]);
  const { current: currentOfNext } = next;
  const service = currentOfNext();
  expect(await next.controller.setService(false)).not.toHaveProperty('byService');
  expect(service.isStopped).toBe(true);
  expect(next.world.links).toEqual([null]);
  expect(settings.current.standby).toEqual({ port: 8001, service: false });
});

it('the app goes on by itself where the operating system does not let it follow', async () => {
  const { controller, world } = makeWorld();
  await controller.begin('futuretalk://move?…');
  world.serviceProblem = new Error('Failed to connect to bus');
  await expect(controller.setService(true)).rejects.toBe(world.serviceProblem);
  expect(world.removals).toBe(1);
  expect(world.links).toEqual(['futuretalk://move?…', null]);
  expect(controller.state).toMatchObject({ status: 'copying' });
  expect(settings.current.standby).toEqual({ port: 8001, service: false });
  world.serviceProblem = null;
  await settings.change({ standby: { port: 8001, service: true } });
  await controller.end();
  expect(settings.current.standby).toBeNull();
});

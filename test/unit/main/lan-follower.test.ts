import { beforeEach, expect, it } from 'vitest';
import type { AppState } from '#ipc/app.ts';
import type { HeardAnnouncement } from '../../../src/main/lan/heard-announcement.ts';
import { LanFollower } from '../../../src/main/session/lan-follower.ts';
import { RememberingLog } from './support/remembering-log.ts';

const key = 'k'.repeat(43);
let state: Pick<AppState, 'server' | 'connection'>;
let hear: ((servers: HeardAnnouncement[]) => void) | null;
let followed: { addresses: string[]; epoch: number }[];
let follower: LanFollower;

function announcement(publicKey: string, address: string): HeardAnnouncement {
  const instance = `Office ${address}`;
  return {
    instance,
    publicKey,
    name: 'Office',
    fingerprint: '1',
    port: 8000,
    addresses: [address],
  };
}

function connectionIs(connection: AppState['connection']): void {
  state = { ...state, connection };
  follower.stateChanged();
}

beforeEach(() => {
  const information = { public_key: key } as NonNullable<AppState['server']>['information'];
  state = {
    server: { url: 'http://10.0.0.1:8000', hostedHere: false, information },
    connection: { status: 'online' },
  };
  hear = null;
  followed = [];
  follower = new LanFollower({
    state: () => state as AppState,
    epochOf: () => 5,
    follow: async (moved) => {
      followed.push(moved);
      return true;
    },
    look: (onHeard) => {
      hear = (servers) => {
        onHeard({ servers });
      };
      return { close: () => (hear = null) };
    },
    log: new RememberingLog(),
  });
});

it('goes after the key that is heard at another address, while the server does not answer', () => {
  connectionIs({ status: 'online' });
  expect(hear).toBeNull();
  connectionIs({ status: 'waiting', retryAt: 0 });
  hear?.([announcement('o'.repeat(43), '10.0.0.3'), announcement(key, '10.0.0.1')]);
  expect(followed).toEqual([]);
  connectionIs({ status: 'connecting' });
  hear?.([announcement(key, '10.0.0.1'), announcement(key, '10.0.0.2')]);
  expect(followed).toEqual([{ addresses: ['10.0.0.2:8000'], epoch: 5 }]);
  connectionIs({ status: 'online' });
  expect(hear).toBeNull();
});

it('leaves a server that answers, and one of this computer, where they are', () => {
  connectionIs({ status: 'waiting', retryAt: 0 });
  const heard = hear;
  connectionIs({ status: 'online' });
  heard?.([announcement(key, '10.0.0.2')]);
  expect(followed).toEqual([]);
  const { server } = state;
  state = { ...state, server: server && { ...server, hostedHere: true } };
  connectionIs({ status: 'waiting', retryAt: 0 });
  expect(hear).toBeNull();
});

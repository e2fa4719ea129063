import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LanServer, LanState as Heard } from '#ipc/lan.ts';
import type { CallArgument } from '#ipc/index.ts';
import { joinNearby } from '../../../src/renderer/features/lan/join-nearby.ts';
import { LanState } from '../../../src/renderer/features/lan/lan.state.svelte.ts';
import { installFakeBridge, Refusal } from './support/fake-bridge.ts';

const workshop: LanServer = {
  id: 'The workshop (10000)',
  name: 'The workshop',
  addresses: ['192.168.1.5', '172.17.0.1'],
  port: 8000,
  publicKey: 'key',
  fingerprint: '10000 20000',
  known: false,
};
const nobody: Heard = {
  servers: [],
  tried: [
    { interface: 'eth0', address: '192.168.1.7', asked: true },
    { interface: 'wlan0', address: '10.0.0.7', asked: false },
  ],
};

describe('the servers on the network', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('are looked for in peace before it is said that there are none, and where that was', async () => {
    installFakeBridge({ watchLan: () => nobody, stopWatchingLan: () => undefined });
    const lan = new LanState();
    lan.begin();
    await vi.advanceTimersByTimeAsync(3_900);
    expect(lan.isListening).toBe(true);
    await vi.advanceTimersByTimeAsync(200);
    expect(lan.isListening).toBe(false);
    expect(lan.asked).toEqual(['eth0 (192.168.1.7)']);
    expect(lan.notAsked).toEqual(['wlan0 (10.0.0.7)']);
  });

  it('are shown as they come and go, until nobody looks', async () => {
    const bridge = installFakeBridge({ watchLan: () => nobody, stopWatchingLan: () => undefined });
    const lan = new LanState();
    const end = lan.begin();
    bridge.emit('lanChanged', { ...nobody, servers: [workshop] });
    // The answer was on its way before the event.
    await vi.advanceTimersByTimeAsync(0);
    expect(lan.servers).toEqual([workshop]);
    expect(lan.isListening).toBe(false);
    end();
    expect(bridge.calls.map(({ name }) => name)).toEqual(['watchLan', 'stopWatchingLan']);
    bridge.emit('lanChanged', nobody);
    expect(lan.servers).toEqual([workshop]);
  });
});

describe('joining a server of the network', () => {
  function joinWhere(refusals: Record<string, Refusal>) {
    const bridge = installFakeBridge({
      joinServer: ({ address }) => {
        if (refusals[address] !== undefined) throw refusals[address];
        return {} as never;
      },
    });
    const given = () => bridge.calls.map(({ argument }) => argument as CallArgument<'joinServer'>);
    const tried = () => given().map(({ address }) => address);
    const keys = () => given().map(({ public_key }) => public_key);
    return { joined: joinNearby(workshop), tried, keys };
  }

  it('uses the address from which it was heard', async () => {
    const { joined, tried, keys } = joinWhere({});
    await joined;
    expect(tried()).toEqual(['192.168.1.5:8000']);
    expect(keys()).toEqual(['key']);
  });

  it('goes on to the next address where one cannot be reached', async () => {
    const { joined, tried } = joinWhere({ '192.168.1.5:8000': new Refusal('UNREACHABLE') });
    await joined;
    expect(tried()).toEqual(['192.168.1.5:8000', '172.17.0.1:8000']);
  });

  it('stops where something is wrong with the server itself', async () => {
    const { joined, tried } = joinWhere({ '192.168.1.5:8000': new Refusal('NOT_A_SERVER') });
    await expect(joined).rejects.toMatchObject({ failure: { code: 'NOT_A_SERVER' } });
    expect(tried()).toHaveLength(1);
  });

  it('fails when none can be reached', async () => {
    const refusal = new Refusal('UNREACHABLE', 'no way leads there');
    const all = { '192.168.1.5:8000': refusal, '172.17.0.1:8000': refusal };
    await expect(joinWhere(all).joined).rejects.toThrow('no way leads there');
  });
});

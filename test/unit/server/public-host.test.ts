import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { publicHosts } from '#server/public-host.ts';

const on = (address: string, internal = false) =>
  ({ address, family: address.includes(':') ? 'IPv6' : 'IPv4', internal }) as NetworkInterfaceInfo;

describe('the hosts that a link names', () => {
  it('are the one listened on', () => {
    expect(publicHosts('192.168.1.5', { eth0: [on('10.0.0.1')] })).toEqual(['192.168.1.5']);
  });

  it('are all of this computer, those that neighbours can hardly reach last', () => {
    const interfaces = {
      lo: [on('127.0.0.1', true)],
      docker0: [on('172.17.0.1')],
      eth1: [on('169.254.7.7')],
      eth0: [on('fe80::1'), on('192.168.1.5')],
      wlan0: [on('10.0.0.9')],
    };
    const expected = ['192.168.1.5', '10.0.0.9', '169.254.7.7', '172.17.0.1'];
    expect(publicHosts('0.0.0.0', interfaces)).toEqual(expected);
    expect(publicHosts('::', interfaces)).toEqual(expected);
  });

  it('are loopback without a network', () => {
    expect(publicHosts('0.0.0.0', { lo: [on('127.0.0.1', true)] })).toEqual(['127.0.0.1']);
  });
});

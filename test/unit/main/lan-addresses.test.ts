import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { listReachableAddresses } from '../../../src/main/hosting/lan-addresses.ts';

function ipv4(address: string, internal = false): NetworkInterfaceInfo {
  return { address, family: 'IPv4', internal, netmask: '', mac: '', cidr: null };
}

function ipv6(address: string): NetworkInterfaceInfo {
  return { address, family: 'IPv6', internal: false, netmask: '', mac: '', cidr: null, scopeid: 0 };
}

describe('the addresses that others may type', () => {
  it('begin with private ones and end with those of virtual machines', () => {
    const interfaces = {
      lo: [ipv4('127.0.0.1', true)],
      docker0: [ipv4('172.17.0.1')],
      eth1: [ipv4('203.0.113.9')],
      cable: [ipv4('169.254.7.7')],
      eth0: [ipv6('2001:db8::5'), ipv4('192.168.1.5')],
    };
    expect(listReachableAddresses(interfaces, 8001)).toEqual([
      '192.168.1.5:8001',
      '203.0.113.9:8001',
      '169.254.7.7:8001',
      '172.17.0.1:8001',
    ]);
  });

  it('knows the edges of the private ranges', () => {
    const interfaces = {
      a: [ipv4('172.32.0.1')],
      b: [ipv4('172.15.0.1')],
      c: [ipv4('172.31.0.1')],
    };
    expect(listReachableAddresses(interfaces, 1)[0]).toBe('172.31.0.1:1');
  });

  it('fall back to this computer when there is no network', () => {
    expect(listReachableAddresses({ lo: [ipv4('127.0.0.1', true)] }, 8000)).toEqual([
      '127.0.0.1:8000',
    ]);
  });
});

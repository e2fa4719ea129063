import { expect, it } from 'vitest';
import type { HeardAnnouncement } from '../../../src/main/lan/heard-announcement.ts';
import { HeardServers } from '../../../src/main/lan/heard-servers.ts';

function server(name: string, change: Partial<HeardAnnouncement> = {}): HeardAnnouncement {
  const instance = `${name}._futuretalk._tcp.local`;
  const addresses = ['192.168.1.5'];
  return { instance, publicKey: 'k', name, fingerprint: '1', port: 8000, addresses, ...change };
}

const announced = (...announcements: HeardAnnouncement[]) => ({ announcements, goodbyes: [] });
const names = (heard: HeardServers) => heard.list.map(({ name }) => name);

it('lists servers by name, whoever speaks first', () => {
  const heard = new HeardServers();
  expect(heard.hear(announced(server('Office')), 0)).toBe(true);
  expect(heard.hear(announced(server('Attic'), server('Workshop')), 0)).toBe(true);
  expect(names(heard)).toEqual(['Attic', 'Office', 'Workshop']);
});

it('has nothing new to tell when a server repeats itself', () => {
  const heard = new HeardServers();
  heard.hear(announced(server('Office')), 0);
  expect(heard.hear(announced(server('Office')), 1_000)).toBe(false);
  expect(heard.hear(announced(server('Office', { port: 8001 })), 2_000)).toBe(true);
  expect(heard.list[0]?.port).toBe(8001);
});

it('stays calm when a server is heard on two networks in turn', () => {
  const heard = new HeardServers();
  const [one, other] = ['192.168.1.5', '10.0.0.5'];
  heard.hear(announced(server('Office', { addresses: [one, other] })), 0);
  expect(heard.hear(announced(server('Office', { addresses: [other, one] })), 1)).toBe(false);
  expect(heard.list[0]?.addresses).toEqual([one, other]);
  expect(heard.hear(announced(server('Office', { addresses: ['10.0.0.9'] })), 2)).toBe(true);
});

it('lets a server go that says goodbye, however its name is written', () => {
  const heard = new HeardServers();
  heard.hear(announced(server('Office'), server('Attic')), 0);
  const goodbyes = ['OFFICE._futuretalk._tcp.local'];
  expect(heard.hear({ announcements: [], goodbyes }, 1)).toBe(true);
  expect(names(heard)).toEqual(['Attic']);
  expect(heard.hear({ announcements: [], goodbyes }, 2)).toBe(false);
});

it('forgets those that fell silent, and no others', () => {
  const heard = new HeardServers();
  heard.hear(announced(server('Office'), server('Attic')), 0);
  heard.hear(announced(server('Attic')), 5_000);
  expect(heard.forgetUnheardSince(0)).toBe(false);
  expect(heard.forgetUnheardSince(5_000)).toBe(true);
  expect(names(heard)).toEqual(['Attic']);
});

it('is not flooded', () => {
  const heard = new HeardServers();
  for (let index = 0; index < 150; index += 1) {
    heard.hear(announced(server(`Server ${String(index)}`)), 0);
  }
  expect(heard.list).toHaveLength(100);
});

import { describe, expect, it } from 'vitest';
import { readPacket } from '../../../src/main/lan/heard-announcement.ts';

const publicKey = 'A'.repeat(43);
const instance = 'The workshop (10000)._futuretalk._tcp.local';
const fingerprint = '10000 20000 30000 40000 50000 60000';

type Packet = Parameters<typeof readPacket>[0];
type DnsRecord = Packet['answers'][number];

const pointer = (ttl = 120, data = instance): DnsRecord => ({
  type: 'PTR',
  name: '_futuretalk._tcp.local',
  ttl,
  data,
});
const target = (port = 8000): DnsRecord => ({
  type: 'SRV',
  name: instance,
  data: { target: 'future-talk-1.local', port },
});
const text = (entries: Record<string, string> = {}): DnsRecord => ({
  type: 'TXT',
  name: instance,
  data: Object.entries({ v: '1', id: publicKey, name: 'The workshop', fp: fingerprint, ...entries })
    .map(([key, value]) => `${key}=${value}`)
    .map((entry) => Buffer.from(entry)),
});
const address = (data: string): DnsRecord => ({ type: 'A', name: 'Future-Talk-1.local', data });

function read(answers: DnsRecord[], additionals: DnsRecord[] = [], sender = '192.168.1.5') {
  return readPacket({ answers, additionals }, { address: sender });
}

describe('an answer from the network', () => {
  it('tells of a server', () => {
    const { announcements, goodbyes } = read([pointer()], [target(), text()]);
    expect(goodbyes).toEqual([]);
    expect(announcements).toEqual([
      {
        instance,
        publicKey,
        name: 'The workshop',
        fingerprint,
        port: 8000,
        addresses: ['192.168.1.5'],
      },
    ]);
  });

  it('puts the address first from which it came', () => {
    const records = [target(), text(), address('172.17.0.1'), address('192.168.1.5')];
    expect(read([pointer()], records).announcements[0]?.addresses).toEqual([
      '192.168.1.5',
      '172.17.0.1',
    ]);
  });

  it('leaves out the router that carried it over from another network', () => {
    const records = [target(), text(), address('10.9.0.4')];
    expect(read([pointer()], records, '192.168.1.1').announcements[0]?.addresses).toEqual([
      '10.9.0.4',
    ]);
  });

  it('keeps what stands behind the first equals sign', () => {
    const { announcements } = read([pointer()], [target(), text({ name: 'a=b=c' })]);
    expect(announcements[0]?.name).toBe('a=b=c');
  });

  it('says goodbye with no time to live', () => {
    expect(read([pointer(0), target(), text()])).toEqual({
      announcements: [],
      goodbyes: [instance],
    });
  });

  it.each<[string, DnsRecord[]]>([
    ['no port', [text()]],
    ['port 0', [target(0), text()]],
    ['no text', [target()]],
    ['another version', [target(), text({ v: '2' })]],
    ['a key that is none', [target(), text({ id: 'short' })]],
    ['an empty name', [target(), text({ name: '' })]],
    ['a name without end', [target(), text({ name: 'x'.repeat(251) })]],
  ])('is passed over with %s', (_what, records) => {
    expect(read([pointer()], records)).toEqual({ announcements: [], goodbyes: [] });
  });

  it('is passed over where it is about another service', () => {
    const printer: DnsRecord = { type: 'PTR', name: '_ipp._tcp.local', ttl: 120, data: instance };
    expect(read([printer, target(), text()]).announcements).toEqual([]);
  });
});

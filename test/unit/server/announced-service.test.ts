import { describe, expect, it } from 'vitest';
import { announcedService } from '#server/lan/announced-service.ts';
import { lanAddresses } from '#server/lan/lan-addresses.ts';

const publicKey = Buffer.alloc(32, 0xab).toString('base64url');
const fingerprint = '10000 20000 30000 40000 50000 60000';

function serviceCalled(name: string) {
  return announcedService({ name, port: 8000, publicKey, fingerprint });
}

describe('what is announced', () => {
  it('is the name, the port and the key, and nothing else', () => {
    expect(serviceCalled('The workshop')).toEqual({
      name: 'The workshop (10000)',
      type: 'futuretalk',
      protocol: 'tcp',
      port: 8000,
      host: 'future-talk-ababababab.local',
      txt: { v: '1', id: publicKey, name: 'The workshop', fp: fingerprint },
      probe: false,
      disableIPv6: true,
    });
  });

  it('keeps dots, which would split the name in DNS, in the text only', () => {
    const { name, txt } = serviceCalled('Dr. Lee & Co.');
    expect(name).toBe('Dr- Lee & Co- (10000)');
    expect(txt).toMatchObject({ name: 'Dr. Lee & Co.' });
  });

  it.each(['x'.repeat(300), '😀'.repeat(64), '目'.repeat(120)])(
    'fits into what DNS allows, cut between characters: %s',
    (long) => {
      const { name, txt } = serviceCalled(long);
      const text = (txt as { name: string }).name;
      const [character = ''] = long;
      const bytesOfOne = Buffer.byteLength(character);
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63);
      expect(Buffer.byteLength(name)).toBeGreaterThan(63 - bytesOfOne);
      expect(Buffer.byteLength(`name=${text}`)).toBeLessThanOrEqual(255);
      expect(Buffer.byteLength(`name=${text}`)).toBeGreaterThan(255 - bytesOfOne);
      expect(long.startsWith(text)).toBe(true);
    },
  );
});

describe('where it is announced', () => {
  const ipv4 = (address: string, internal = false) => ({
    address,
    internal,
    family: 'IPv4' as const,
    netmask: '',
    mac: '',
    cidr: null,
  });
  const interfaces = {
    lo: [ipv4('127.0.0.1', true)],
    eth0: [ipv4('192.168.1.5')],
    wlan0: [ipv4('10.0.0.7'), ipv4('10.0.0.8')],
    gone: undefined,
  };

  it('is everywhere for a server that listens everywhere', () => {
    expect(lanAddresses('0.0.0.0', interfaces)).toEqual(['192.168.1.5', '10.0.0.7', '10.0.0.8']);
  });

  it('is one network for a server that listens on one address', () => {
    expect(lanAddresses('10.0.0.7', interfaces)).toEqual(['10.0.0.7']);
  });

  it.each(['127.0.0.1', 'localhost', '::1'])('is nowhere for a server on %s', (host) => {
    expect(lanAddresses(host, interfaces)).toEqual([]);
  });
});

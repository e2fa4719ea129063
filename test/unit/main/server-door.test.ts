import { describe, expect, it } from 'vitest';
import { ClientError } from '#client/chat-client.ts';
import { fingerprintOf } from '#protocol/fingerprint.ts';
import { buildInviteLink } from '#protocol/invite-link.ts';
import { ServerDoor } from '../../../src/main/trust/server-door.ts';
import type { KnownServer } from '../../../src/main/trust/known-servers.ts';

const keyOf = (byte: number) => Buffer.alloc(32, byte).toString('base64url');
const officeKey = keyOf(1);
const strangerKey = keyOf(2);
const fingerprint = (key: string) => fingerprintOf(Buffer.from(key, 'base64url'));

/** A network on which servers answer with these keys; notes who was told more than a hello. */
function network(keyAt: Record<string, string>, known: KnownServer[] = []) {
  const told: string[] = [];
  const asked: string[] = [];
  const door = new ServerDoor({
    ask: (url, isTrusted) => {
      const { host } = new URL(url);
      asked.push(host);
      const publicKey = keyAt[host];
      if (publicKey === undefined) {
        return Promise.reject(new ClientError('UNREACHABLE', `Cannot reach ${host}`));
      }
      if (!isTrusted(publicKey)) return Promise.resolve({ trusted: false, publicKey });
      told.push(host);
      const information = {
        name: 'Office',
        version: '1',
        registration: 'open' as const,
        public_key: publicKey,
        fingerprint: fingerprint(publicKey),
        limits: {},
      };
      return Promise.resolve({ trusted: true, information });
    },
    knownServers: () => known,
    localServer: () => null,
  });
  return { door, told, asked };
}

const office: KnownServer = {
  publicKey: officeKey,
  name: 'Office',
  addresses: ['10.0.0.1:8000'],
};

describe('by address', () => {
  it('a new key is shown to the person before anything is sent', async () => {
    const { door, told } = network({ '10.0.0.1:8000': officeKey });
    expect(await door.knock({ address: '10.0.0.1' })).toEqual({
      outcome: 'unverified',
      question: {
        address: '10.0.0.1:8000',
        publicKey: officeKey,
        fingerprint: fingerprint(officeKey),
        before: null,
      },
    });
    expect(told).toEqual([]);
    const again = { address: '10.0.0.1', publicKey: officeKey, isCompared: true };
    expect(await door.knock(again)).toMatchObject({ outcome: 'open' });
    expect(told).toEqual(['10.0.0.1:8000']);
  });

  it('a key that another took the place of while the person compared is refused', async () => {
    const { door, told } = network({ '10.0.0.1:8000': strangerKey });
    const wish = { address: '10.0.0.1', publicKey: officeKey, isCompared: true };
    await expect(door.knock(wish)).rejects.toMatchObject({ code: 'SERVER_KEY_CHANGED' });
    expect(told).toEqual([]);
  });

  it('that one has compared counts only together with the key', async () => {
    const { door, told } = network({ '10.0.0.1:8000': officeKey });
    const wish = { address: '10.0.0.1', isCompared: true };
    expect(await door.knock(wish)).toMatchObject({ outcome: 'unverified' });
    expect(told).toEqual([]);
  });

  it('a known key opens without a question, at a new address too', async () => {
    const { door } = network({ '10.0.0.1:8000': officeKey, '10.0.0.2:8000': officeKey }, [office]);
    expect(await door.knock({ address: '10.0.0.1' })).toMatchObject({ outcome: 'open' });
    expect(await door.knock({ address: '10.0.0.2' })).toMatchObject({ outcome: 'open' });
  });

  it('a changed key is shown beside the old one', async () => {
    const { door, told } = network({ '10.0.0.1:8000': strangerKey }, [office]);
    expect(await door.knock({ address: '10.0.0.1' })).toMatchObject({
      outcome: 'unverified',
      question: {
        fingerprint: fingerprint(strangerKey),
        before: { name: 'Office', fingerprint: fingerprint(officeKey) },
      },
    });
    expect(told).toEqual([]);
  });

  it('a server that was heard on the network has to show the key that it announced', async () => {
    const { door } = network({ '10.0.0.1:8000': strangerKey });
    const wish = { address: '10.0.0.1', publicKey: officeKey };
    await expect(door.knock(wish)).rejects.toMatchObject({ code: 'SERVER_KEY_CHANGED' });
  });
});

describe('by link', () => {
  const linkTo = (...hosts: string[]) =>
    buildInviteLink({ hosts, port: 8000, code: 'AB-12', key: officeKey });

  it('the key in the link is all it takes', async () => {
    const { door } = network({ '10.0.0.1:8000': officeKey });
    const entrance = await door.knock({ address: linkTo('10.0.0.1') });
    expect(entrance).toMatchObject({ outcome: 'open', inviteCode: 'AB-12' });
  });

  it('every address is tried, past those of others and those that do not answer', async () => {
    const { door, told, asked } = network({
      '10.0.0.2:8000': strangerKey,
      '[fd00::1]:8000': officeKey,
    });
    const entrance = await door.knock({ address: linkTo('10.0.0.1', '10.0.0.2', 'fd00::1') });
    expect(entrance).toMatchObject({ server: { url: 'http://[fd00::1]:8000' } });
    expect(asked).toEqual(['10.0.0.1:8000', '10.0.0.2:8000', '[fd00::1]:8000']);
    expect(told).toEqual(['[fd00::1]:8000']);
  });

  it('another server there is told of, rather than one that does not answer', async () => {
    const { door, told } = network({ '10.0.0.2:8000': strangerKey });
    const knock = door.knock({ address: linkTo('10.0.0.1', '10.0.0.2') });
    await expect(knock).rejects.toMatchObject({
      code: 'SERVER_KEY_CHANGED',
      message: expect.stringContaining('10.0.0.2:8000') as string,
    });
    expect(told).toEqual([]);
  });

  it('says that nothing answers', async () => {
    const knock = network({}).door.knock({ address: linkTo('10.0.0.1', '10.0.0.2') });
    await expect(knock).rejects.toMatchObject({ message: 'Cannot reach 10.0.0.1:8000' });
  });

  it('does not silently take the place of a key that is known there', async () => {
    const known = { ...office, publicKey: strangerKey };
    const { door } = network({ '10.0.0.1:8000': officeKey }, [known]);
    const address = linkTo('10.0.0.1');
    expect(await door.knock({ address })).toMatchObject({
      outcome: 'unverified',
      question: { before: { fingerprint: fingerprint(strangerKey) } },
    });
    const compared = { address, publicKey: officeKey, isCompared: true };
    expect(await door.knock(compared)).toMatchObject({ outcome: 'open', inviteCode: 'AB-12' });
  });

  it('says what is wrong with one that is damaged', async () => {
    const knock = network({}).door.knock({ address: linkTo('10.0.0.1').slice(0, -1) });
    await expect(knock).rejects.toMatchObject({
      code: 'CALL_INVALID',
      message: expect.stringContaining('key is missing or damaged') as string,
    });
  });
});

import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { personAt, signUp } from '../../support/rest.ts';
import { folderForTest } from '../../support/server-process.ts';
import { startServerForTest } from '../../support/test-server.ts';
import { ClientPerson, introduce, overSealedChannels } from '../client/support/client-person.ts';
import { comeOver, followMoves, moveLink } from './support.ts';

overSealedChannels('a computer that had the server and does not know that it has moved', () => {
  it('is told by the first who has met the newer one, takes nothing, and starts no more', async () => {
    const old = await startServerForTest();
    const admin = await signUp(old.url, 'host');
    const alice = await ClientPerson.signUp(old.url, 'alice');
    const bob = await ClientPerson.signUp(old.url, 'bob');
    const talk = await introduce(alice, bob);
    alice.say(talk, 'before');
    await alice.until(() => alice.settled.length === 1);
    // As a copy from before would be: without the mark that it has moved.
    const stale = join(folderForTest(), 'stale');
    await old.close();
    cpSync(old.dataFolder, stale, { recursive: true });
    const again = await startServerForTest({
      ...{ dataFolder: old.dataFolder, unlock: () => old.key },
    });
    alice.client.moveTo(again.url);
    await alice.until(() => alice.client.connection.status === 'online');
    followMoves(alice.client);
    const moved = await comeOver(await moveLink(personAt(again.url, admin)));
    const next = await startServerForTest({
      ...{ dataFolder: moved.folder, unlock: () => moved.key, port: moved.port },
    });
    alice.say(talk, 'there');
    await alice.until(() => alice.settled.length === 2);
    await again.close();

    const behind = await startServerForTest({
      ...{ dataFolder: stale, unlock: () => old.key },
    });
    alice.client.moveTo(behind.url);
    alice.say(talk, 'to the newest only');
    await eventually(() => {
      expect(existsSync(join(stale, 'moved.json'))).toBe(true);
    });
    expect(alice.client.connection.status).not.toBe('online');
    expect(alice.settled.length).toBe(2);
    alice.client.moveTo(next.url);
    await alice.until(() => alice.settled.length === 3);
    expect(JSON.parse(readFileSync(join(stale, 'moved.json'), 'utf8'))).toMatchObject({
      identity: old.identity.publicKey,
      addresses: [],
    });
    await behind.close();
    const start = startServerForTest({ dataFolder: stale, unlock: () => old.key });
    await expect(start).rejects.toThrow(/has moved to another computer/);
  }, 60_000);

  it('believes no client that cannot prove it', async () => {
    const server = await startServerForTest();
    const alice = await ClientPerson.signUp(server.url, 'alice');
    await alice.client.close();
    const liar = new ClientPerson(server.url, alice.memory, { epoch: 2 ** 40, proof: 'made up' });
    await liar.client.restore();
    liar.client.connect();
    // It takes nothing from a server that is behind what it believes; the server does not mind.
    await liar.until(() => liar.states.includes('waiting'));
    expect(existsSync(join(server.dataFolder, 'moved.json'))).toBe(false);
    const bob = await ClientPerson.signUp(server.url, 'bob');
    expect(bob.client.connection.status).toBe('online');
  });
});

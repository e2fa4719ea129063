import { expect, it } from 'vitest';
import {
  changePassword,
  endSession,
  getOwnAccount,
  listSessions,
  updateOwnAccount,
} from '#protocol/accounts.ts';
import { updateManagedUser } from '#protocol/admin.ts';
import { startServerForTest } from '../../support/test-server.ts';
import { ClientPerson, introduce, overEachTransport } from './support/client-person.ts';
import { FragileNetwork } from './support/fragile-network.ts';

overEachTransport('a session', () => {
  it('outlives its tokens', async () => {
    // A call is to be answered within a quarter of it, on a busy computer too.
    const { url } = await startServerForTest({ accessTokenLifetimeSeconds: 4 });
    const alice = await ClientPerson.signUp(url, 'alice');
    const bob = await ClientPerson.signUp(url, 'bob');
    const conversation = await introduce(alice, bob);
    const firstTokens = await bob.memory.loadTokens();
    const onlineAgain = (): boolean =>
      bob.states.filter((status) => status === 'online').length >= 3;
    alice.say(conversation, 'one');
    await bob.until(onlineAgain);
    alice.say(conversation, 'two');
    await bob.until(() => bob.texts().length === 2);
    expect(bob.texts()).toEqual(['one', 'two']);
    expect(await bob.client.call(getOwnAccount, {})).toMatchObject({ username: 'bob' });
    const tokens = await bob.memory.loadTokens();
    expect(tokens?.refresh_token).not.toBe(firstTokens?.refresh_token);
    expect(bob.signOuts).toEqual([]);
  });

  it('is renewed once, however many calls meet an old token', async () => {
    const { url } = await startServerForTest();
    const alice = await ClientPerson.signUp(url, 'alice');
    const tokens = (await alice.memory.loadTokens()) ?? expect.fail('no tokens');
    await alice.client.close();
    await alice.memory.saveTokens({ ...tokens, access_token: 'spoilt' });
    const returned = await ClientPerson.comeBack(url, alice.memory);
    const calls = Array.from({ length: 8 }, () => returned.client.call(getOwnAccount, {}));
    await Promise.all([...calls, returned.goOnline()]);
    expect(returned.signOuts).toEqual([]);
    const sessions = await returned.client.call(listSessions, {});
    expect(sessions).toMatchObject([{ device_name: 'integration test', current: true }]);
  });

  it('survives a refresh whose answer was lost', async () => {
    const server = await startServerForTest({ accessTokenLifetimeSeconds: 1 });
    const network = await FragileNetwork.to(server.port);
    const alice = await ClientPerson.signUp(network.url, 'alice');
    await network.loseOneAnswer();
    const before = alice.states.length;
    await alice.until(() => alice.states.slice(before).includes('online'));
    expect(alice.signOuts).toEqual([]);
  });

  it('remembers a name that was changed on another device', async () => {
    const { url } = await startServerForTest();
    const desk = await ClientPerson.signUp(url, 'alice');
    const phone = await ClientPerson.signIn(url, 'alice');
    await desk.client.call(updateOwnAccount, { body: { display_name: 'Alice Liddell' } });
    await phone.until(() => phone.of('user_updated').length === 1);
    expect(phone.client.account?.display_name).toBe('Alice Liddell');
    await phone.client.close();
    const returned = await ClientPerson.comeBack(url, phone.memory);
    expect(returned.client.account?.display_name).toBe('Alice Liddell');
  });

  it('ends when it is ended from another device, with a reason', async () => {
    const { url } = await startServerForTest();
    const desk = await ClientPerson.signUp(url, 'alice');
    const laptop = await ClientPerson.signIn(url, 'alice');
    const sessions = await laptop.client.call(listSessions, {});
    const other = sessions.find(({ current }) => !current) ?? expect.fail('one session');
    await laptop.client.call(endSession, { params: { session_id: other.id } });
    await desk.until(() => desk.signOuts.length === 1);
    expect(desk.signOuts).toEqual(['ended_elsewhere']);
    expect(desk.client.account).toBeNull();
    expect(desk.client.connection).toEqual({ status: 'offline' });
    expect(await desk.memory.loadTokens()).toBeNull();
    expect(laptop.client.connection).toEqual({ status: 'online' });
  });

  it('ends elsewhere when the password is changed', async () => {
    const { url } = await startServerForTest();
    const desk = await ClientPerson.signUp(url, 'alice');
    const laptop = await ClientPerson.signIn(url, 'alice');
    await laptop.client.call(changePassword, {
      body: { current_password: 'correct horse battery', new_password: 'another horse' },
    });
    await desk.until(() => desk.signOuts.length === 1);
    expect(desk.signOuts).toEqual(['password_changed']);
    expect(laptop.signOuts).toEqual([]);
  });

  it('ends when an administrator disables the account', async () => {
    const { url } = await startServerForTest();
    const admin = await ClientPerson.signUp(url, 'admin');
    const bob = await ClientPerson.signUp(url, 'bob');
    const body = { disabled: true };
    await admin.client.call(updateManagedUser, { params: { user_id: bob.id }, body });
    await bob.until(() => bob.signOuts.length === 1);
    expect(bob.client.account).toBeNull();
    await expect(
      bob.client.login({ username: 'bob', password: 'correct horse battery' }),
    ).rejects.toMatchObject({ code: 'ACCOUNT_DISABLED' });
  });

  it('ends at the server when the person signs out', async () => {
    const { url } = await startServerForTest();
    const desk = await ClientPerson.signUp(url, 'alice');
    const laptop = await ClientPerson.signIn(url, 'alice');
    await desk.client.logout();
    expect(desk.signOuts).toEqual([]);
    expect(await laptop.client.call(listSessions, {})).toHaveLength(1);
  });

  it('knows what has become of its account', async () => {
    const { url } = await startServerForTest();
    const alice = await ClientPerson.signUp(url, 'alice');
    await alice.client.call(updateOwnAccount, { body: { display_name: 'Alice B.' } });
    expect(alice.client.account?.display_name).toBe('Alice B.');
    expect((await alice.memory.loadTokens())?.account.display_name).toBe('Alice B.');
  });
});

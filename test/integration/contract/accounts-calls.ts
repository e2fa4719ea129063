import * as accounts from '#protocol/accounts.ts';
import type { Tokens } from '#protocol/accounts.ts';
import * as server from '#protocol/server.ts';
import * as people from '#protocol/people.ts';
import { password } from '../../support/rest.ts';
import type { Exchange } from './exchange.ts';

export interface Person {
  token: string;
  id: string;
  username: string;
}

export interface Circle {
  admin: Person;
  alice: Person;
  bob: Person;
  carol: Person;
  /** A friend of nobody. */
  dave: Person;
}

const nobody = '01980000-0000-7000-8000-000000000000';

function personOf({ access_token, user }: Tokens): Person {
  return { token: access_token, id: user.id, username: user.username };
}

/** The way in: by invitation, since the server asks for one. */
export async function meetAccounts(exchange: Exchange): Promise<Circle> {
  const register = (outcome: string, username: string, more: object = {}) =>
    exchange.call(null, accounts.register, outcome, { body: { username, password, ...more } });
  const admin = personOf(await register('201', 'founder'));
  const { code } = await exchange.call(admin, server.createInvite, '201', { body: {} });
  await exchange.call(admin, server.listInvites, '200');
  await register('403 INVITE_REQUIRED', 'alice');
  await register('403 INVITE_INVALID', 'alice', { invite_code: 'NONE' });
  const invited = async (username: string) =>
    personOf(await register('201', username, { invite_code: code }));
  const alice = await invited('alice');
  const circle = {
    admin,
    alice,
    bob: await invited('bob'),
    carol: await invited('carol'),
    dave: await invited('dave'),
  };
  await register('409 USERNAME_TAKEN', 'alice', { invite_code: code });
  await exchange.call(admin, server.revokeInvite, '200', { params: { code } });
  await exchange.call(admin, server.revokeInvite, '404 INVITE_NOT_FOUND', { params: { code } });
  await meetSessions(exchange, alice);
  return circle;
}

async function meetSessions(exchange: Exchange, alice: Person): Promise<void> {
  const { username } = alice;
  const login = (outcome: string, given = password) =>
    exchange.call(null, accounts.login, outcome, { body: { username, password: given } });
  const second = await login('200');
  await login('401 CREDENTIALS_INVALID', 'a wrong guess');
  const renew = (outcome: string, refresh_token: string) =>
    exchange.call(null, accounts.refresh, outcome, { body: { refresh_token } });
  const renewed = await renew('200', second.refresh_token);
  await renew('401 REFRESH_TOKEN_INVALID', 'made up');
  await exchange.call({ token: renewed.access_token }, accounts.logout, '200');
  await login('200');
  const sessions = await exchange.call(alice, accounts.listSessions, '200');
  const other = sessions.find(({ current }) => !current);
  const end = (outcome: string) =>
    exchange.call(alice, accounts.endSession, outcome, { params: { session_id: other?.id ?? '' } });
  await end('200');
  await end('404 SESSION_NOT_FOUND');
  const change = (outcome: string, current_password: string) =>
    exchange.call(alice, accounts.changePassword, outcome, {
      body: { current_password, new_password: password },
    });
  await change('200', password);
  await change('403 PASSWORD_WRONG', 'a wrong guess');
  await exchange.call(alice, accounts.getOwnAccount, '200');
  await exchange.call(alice, accounts.updateOwnAccount, '200', { body: { display_name: 'Alice' } });
}

/** Alice becomes a friend of Bob and Carol, who are friends. */
export async function meetPeople(exchange: Exchange, circle: Circle): Promise<void> {
  const { alice, bob, carol, dave } = circle;
  const ask = (one: Person, other: string, outcome: string) =>
    exchange.call(one, people.askFriend, outcome, { body: { user_id: other } });
  await ask(alice, nobody, '404 USER_NOT_FOUND');
  await ask(alice, bob.id, '201');
  await ask(bob, alice.id, '200');
  await ask(bob, alice.id, '409 ALREADY_FRIENDS');
  await ask(bob, carol.id, '201');
  await ask(carol, bob.id, '200');
  const requestOf = async (one: Person, other: Person) => {
    await ask(one, other.id, '201');
    const { outgoing } = await exchange.call(one, people.listFriendRequests, '200');
    return { params: { request_id: outgoing[0]?.id ?? '' } };
  };
  const missing = '404 FRIEND_REQUEST_NOT_FOUND';
  const accepted = await requestOf(carol, alice);
  await exchange.call(alice, people.acceptFriendRequest, '200', accepted);
  await exchange.call(alice, people.acceptFriendRequest, missing, accepted);
  const declined = await requestOf(dave, alice);
  await exchange.call(alice, people.declineFriendRequest, '200', declined);
  await exchange.call(alice, people.declineFriendRequest, missing, declined);
  const withdrawn = await requestOf(dave, bob);
  await exchange.call(dave, people.withdrawFriendRequest, '200', withdrawn);
  await exchange.call(dave, people.withdrawFriendRequest, missing, withdrawn);
  await exchange.call(alice, people.searchUsers, '200', { query: '?query=bo' });
  await exchange.call(alice, people.listFriends, '200');
  for (const endpoint of [people.blockUser, people.unblockUser]) {
    await exchange.call(alice, endpoint, '200', { params: { user_id: dave.id } });
    await exchange.call(alice, endpoint, '404 USER_NOT_FOUND', { params: { user_id: nobody } });
  }
  const parted = { params: { user_id: carol.id } };
  await exchange.call(bob, people.removeFriend, '200', parted);
  await exchange.call(bob, people.removeFriend, '404 USER_NOT_FOUND', parted);
}

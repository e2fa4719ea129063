import * as accounts from '#protocol/accounts.ts';
import * as admin from '#protocol/admin.ts';
import * as bots from '#protocol/bots.ts';
import * as backups from '#protocol/backups.ts';
import * as move from '#protocol/move.ts';
import * as releases from '#protocol/releases.ts';
import * as people from '#protocol/people.ts';
import * as retention from '#protocol/retention.ts';
import * as server from '#protocol/server.ts';
import * as sync from '#protocol/sync.ts';
import * as watching from '#protocol/watching.ts';
import * as webhooks from '#protocol/webhooks.ts';
import { uniqueName } from '../../support/people.ts';
import { password, signIn } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { askersRequest } from './cast.ts';
import type { Place } from './cast.ts';
import { everyone, serverAdmin } from './row.ts';
import type { Row } from './row.ts';

/** Another session of the caller's, for what would end the one that later rows need. */
async function secondSession({ cast, caller, kind }: Place): Promise<TestPerson> {
  if (/^(signed out|expired|nobody|bot)/.test(kind)) return caller;
  return signIn(cast.server.url, caller.username);
}

async function ownersSession({ cast }: Place) {
  const { body } = await cast.owner.get<{ id: string }[]>('/auth/sessions');
  return { params: { session_id: body[0]?.id ?? '' } };
}

async function foreignRequest({ cast }: Place) {
  return { params: { request_id: (await askersRequest(cast)).id } };
}

const aboutOwner = ({ cast }: Place) => ({ params: { user_id: cast.owner.id } });
const nothing = () => ({});
const noWebhook = ({ cast }: Place) => ({ params: { webhook_id: cast.owner.id } });

const successorRows: readonly Row[] = [
  {
    endpoint: move.joinMove,
    request: () => ({ body: { code: 'made up' } }),
    outcomes: everyone('403 FORBIDDEN'),
    open: '403 FORBIDDEN',
  },
  ...[
    { endpoint: move.copyMove, request: () => ({ body: { is_last: true } }) },
    { endpoint: move.fetchMoveDatabase, request: () => ({ query: '?first=0' }) },
    {
      endpoint: move.fetchMoveFile,
      request: ({ message }: Place) => ({ params: { name: message.id }, query: '?first=0' }),
    },
    {
      endpoint: move.completeMove,
      request: () => ({ body: { addresses: ['127.0.0.1:9'], epoch: 2 ** 40 } }),
    },
    { endpoint: move.confirmMoveCopy, request: nothing },
    { endpoint: move.awaitMoveChange, request: () => ({ query: '?after=0' }) },
    { endpoint: move.endStandby, request: nothing },
    { endpoint: move.giveUpMove, request: nothing },
  ].map((row) => ({ ...row, outcomes: everyone('409 MOVE_OVER'), open: '409 MOVE_OVER' })),
];

/** What concerns the server, one's own account and other people. */
export const ownRows: readonly Row[] = [
  { endpoint: server.getServer, request: nothing, outcomes: everyone('200'), open: '200' },
  { endpoint: server.getHealth, request: nothing, outcomes: everyone('200'), open: '200' },
  {
    endpoint: accounts.register,
    request: () => ({ body: { username: uniqueName('new'), password } }),
    outcomes: everyone('201'),
    open: '201',
  },
  {
    endpoint: accounts.login,
    request: ({ cast }) => ({ body: { username: cast.owner.username, password: 'a wrong guess' } }),
    outcomes: everyone('401 CREDENTIALS_INVALID'),
    open: '401 CREDENTIALS_INVALID',
  },
  {
    endpoint: accounts.refresh,
    request: () => ({ body: { refresh_token: 'made up' } }),
    outcomes: everyone('401 REFRESH_TOKEN_INVALID'),
    open: '401 REFRESH_TOKEN_INVALID',
  },
  {
    endpoint: accounts.logout,
    request: nothing,
    outcomes: everyone('200'),
    caller: secondSession,
  },
  { endpoint: accounts.getOwnAccount, request: nothing, outcomes: everyone('200') },
  {
    endpoint: accounts.updateOwnAccount,
    request: () => ({ body: { display_name: 'Somebody' } }),
    outcomes: everyone('200'),
  },
  {
    endpoint: accounts.changePassword,
    request: () => ({ body: { current_password: password, new_password: password } }),
    outcomes: everyone('200'),
  },
  { endpoint: accounts.listSessions, request: nothing, outcomes: everyone('200') },
  {
    endpoint: accounts.endSession,
    request: ownersSession,
    outcomes: everyone('404 SESSION_NOT_FOUND'),
  },
  {
    endpoint: server.createInvite,
    request: () => ({ body: {} }),
    outcomes: serverAdmin('201'),
  },
  { endpoint: server.listInvites, request: nothing, outcomes: serverAdmin('200') },
  {
    endpoint: server.revokeInvite,
    request: () => ({ params: { code: 'NONE' } }),
    outcomes: serverAdmin('404 INVITE_NOT_FOUND'),
  },
  { endpoint: admin.listManagedUsers, request: nothing, outcomes: serverAdmin('200') },
  {
    endpoint: admin.updateManagedUser,
    request: ({ cast }) => ({ params: { user_id: cast.guest.id }, body: { disabled: false } }),
    outcomes: serverAdmin('200'),
  },
  {
    endpoint: bots.createBot,
    request: () => ({ body: { name: uniqueName('new'), scopes: ['people:read'] } }),
    outcomes: serverAdmin('201'),
  },
  { endpoint: bots.listBots, request: nothing, outcomes: serverAdmin('200') },
  {
    endpoint: bots.revokeBot,
    request: ({ cast }) => ({ params: { user_id: cast.guest.id } }),
    outcomes: serverAdmin('404 BOT_NOT_FOUND'),
  },
  {
    endpoint: webhooks.createIncomingWebhook,
    request: ({ conversation }) => ({ body: { conversation_id: conversation.id, name: 'Spy' } }),
    outcomes: everyone('403 FORBIDDEN'),
    bot: '404 CONVERSATION_NOT_FOUND',
  },
  {
    endpoint: webhooks.createOutgoingWebhook,
    request: () => ({ body: { url: 'https://hook.invalid/', events: ['new_message'] } }),
    outcomes: everyone('403 FORBIDDEN'),
    bot: '201',
  },
  {
    endpoint: webhooks.listWebhooks,
    request: nothing,
    outcomes: everyone('403 FORBIDDEN'),
    bot: '200',
  },
  {
    endpoint: webhooks.deleteWebhook,
    request: noWebhook,
    outcomes: everyone('403 FORBIDDEN'),
    bot: '404 WEBHOOK_NOT_FOUND',
  },
  { endpoint: webhooks.listAllWebhooks, request: nothing, outcomes: serverAdmin('200') },
  {
    endpoint: webhooks.deleteAnyWebhook,
    request: noWebhook,
    outcomes: serverAdmin('404 WEBHOOK_NOT_FOUND'),
  },
  {
    endpoint: webhooks.postToWebhook,
    request: () => ({ params: { secret: 'x'.repeat(43) }, body: { content: 'Guessed' } }),
    outcomes: everyone('404 WEBHOOK_NOT_FOUND'),
    open: '404 WEBHOOK_NOT_FOUND',
  },
  { endpoint: backups.getBackups, request: nothing, outcomes: serverAdmin('200') },
  {
    endpoint: backups.updateBackups,
    request: () => ({ body: { keep: 3 } }),
    outcomes: serverAdmin('200'),
  },
  { endpoint: backups.startBackup, request: nothing, outcomes: serverAdmin('200') },
  { endpoint: retention.getRetention, request: nothing, outcomes: serverAdmin('200') },
  {
    endpoint: retention.previewRetention,
    request: ({ conversation }) => ({
      body: { conversation_id: conversation.id, keep_days: 30 },
    }),
    outcomes: serverAdmin('200'),
  },
  {
    endpoint: retention.updateRetention,
    request: ({ conversation }) => ({
      body: { conversation_id: conversation.id, keep_days: null },
    }),
    outcomes: serverAdmin('200'),
  },
  { endpoint: move.getMove, request: nothing, outcomes: serverAdmin('200') },
  { endpoint: move.offerMove, request: nothing, outcomes: serverAdmin('200') },
  { endpoint: move.withdrawMove, request: nothing, outcomes: serverAdmin('200') },
  // For a successor alone, which has to come by a sealed channel: test/integration/move.
  ...successorRows,
  { endpoint: releases.getRelease, request: nothing, outcomes: everyone('200') },
  {
    endpoint: releases.downloadReleaseFile,
    request: () => ({ params: { name: 'none.deb' }, query: '?first=0' }),
    outcomes: everyone('404 NOT_FOUND'),
  },
  { endpoint: admin.getStatistics, request: nothing, outcomes: serverAdmin('200') },
  { endpoint: watching.getCondition, request: nothing, outcomes: serverAdmin('200') },
  {
    endpoint: watching.getMetrics,
    request: nothing,
    outcomes: serverAdmin('200'),
    // From this computer; from elsewhere as for others: metrics.test.ts.
    nobody: '200',
  },
  {
    endpoint: people.searchUsers,
    request: () => ({ query: '?query=own' }),
    outcomes: everyone('200'),
  },
  { endpoint: people.listFriends, request: nothing, outcomes: everyone('200') },
  { endpoint: people.listFriendRequests, request: nothing, outcomes: everyone('200') },
  {
    endpoint: people.askFriend,
    request: ({ cast }) => ({ body: { user_id: cast.owner.id } }),
    outcomes: {
      ...everyone('201'),
      blocked: '404 USER_NOT_FOUND',
      'former member': '409 ALREADY_FRIENDS',
      'group admin': '409 ALREADY_FRIENDS',
    },
  },
  ...[people.acceptFriendRequest, people.declineFriendRequest, people.withdrawFriendRequest].map(
    (endpoint) => ({
      endpoint,
      variant: 'of others',
      request: foreignRequest,
      outcomes: everyone('404 FRIEND_REQUEST_NOT_FOUND'),
    }),
  ),
  {
    endpoint: people.removeFriend,
    request: aboutOwner,
    outcomes: {
      ...everyone('404 USER_NOT_FOUND'),
      'former member': '200',
      'group admin': '200',
    },
  },
  { endpoint: people.blockUser, request: aboutOwner, outcomes: everyone('200') },
  { endpoint: people.unblockUser, request: aboutOwner, outcomes: everyone('200') },
  { endpoint: sync.sync, request: () => ({ query: '?cursor=0' }), outcomes: everyone('200') },
];

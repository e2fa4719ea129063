import * as accounts from './accounts.ts';
import * as admin from './admin.ts';
import * as backups from './backups.ts';
import * as bots from './bots.ts';
import * as conversationNotes from './conversation-notes.ts';
import * as attachments from './attachments.ts';
import * as conversations from './conversations.ts';
import * as drafts from './drafts.ts';
import type { EndpointDeclaration } from './endpoint.ts';
import * as messages from './messages.ts';
import * as move from './move.ts';
import * as people from './people.ts';
import * as reactions from './reactions.ts';
import * as receipts from './receipts.ts';
import * as releases from './releases.ts';
import * as retention from './retention.ts';
import * as search from './search.ts';
import * as server from './server.ts';
import * as sync from './sync.ts';
import * as typing from './typing.ts';
import * as watching from './watching.ts';
import * as webhooks from './webhooks.ts';

const features = [
  accounts,
  server,
  admin,
  backups,
  retention,
  bots,
  webhooks,
  move,
  watching,
  releases,
  people,
  conversations,
  conversationNotes,
  messages,
  drafts,
  reactions,
  attachments,
  receipts,
  typing,
  search,
  sync,
] as const;

function isEndpoint(value: unknown): value is EndpointDeclaration {
  return typeof value === 'object' && value !== null && 'method' in value && 'answers' in value;
}

/** Every endpoint of the contract, in the order in which the documentation shows them. */
export const endpoints: readonly EndpointDeclaration[] = features.flatMap((feature) =>
  Object.values(feature).filter(isEndpoint),
);

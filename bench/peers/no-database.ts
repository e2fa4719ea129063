/**
 * The bound: the server's own routes, sign-in, access, limits, checks of what comes in and events, with
 * messages that are only made in memory: `no-database.ts PEOPLE`, who are friends in pairs.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import type { ConversationId, MessageId, SessionId, UserId } from '#protocol/identifiers.ts';
import { limits } from '#protocol/limits.ts';
import { MembershipDirectory } from '#server/access/membership.ts';
import type { MembershipRow } from '#server/access/membership.repository.ts';
import { Permissions } from '#server/access/permissions.ts';
import type { AccountRow, SessionRow } from '#server/accounts/accounts.repository.ts';
import { TokenIssuer } from '#server/accounts/token-issuer.ts';
import { identityOf, newPrivateKey } from '#server/admin/identity.ts';
import { defaultStorageLimits } from '#server/attachments/storage-space.ts';
import { DamageWatch } from '#server/db/damage-watch.ts';
import type { Database } from '#server/db/database.ts';
import { asCursor } from '#server/db/handles.ts';
import type { CommittedEvent } from '#server/db/handles.ts';
import type { RepositoryDeclaration } from '#server/db/repository.ts';
import { composeServices, repositoriesOf } from '#server/features.ts';
import type { Foundation } from '#server/features.ts';
import { listen } from '#server/http/listen.ts';
import type { SendInput } from '#server/messages/messages.repository.ts';
import { presentNewMessage } from '#server/messages/message-rows.repository.ts';
import { SendLatency } from '#server/messages/send-latency.ts';
import { Standing } from '#server/move/standing.ts';
import { serveTransports } from '#server/transports.ts';
import { Traffic } from '#server/watching/traffic.ts';
import { EventPublisher } from '#server/ws/event-publisher.ts';
import { Hub } from '#server/ws/hub.ts';
import { pairs } from './peer-world.ts';

/** What the routes ask of a database when somebody sends, and nothing else. */
class InMemory {
  readonly members = new Map<ConversationId, UserId[]>();
  onCommitted: (events: CommittedEvent[]) => void = () => undefined;
  #place = 0;

  repository({ name }: RepositoryDeclaration): unknown {
    if (name === 'messages') return { send: (input: SendInput) => this.#send(input) };
    if (name === 'membership') return { membership: (id: ConversationId) => this.#membership(id) };
    return {};
  }

  #membership(id: ConversationId): Promise<MembershipRow | null> {
    const members = this.members.get(id)?.map((user_id) => ({ user_id, role: 'member' as const }));
    return Promise.resolve(members === undefined ? null : { type: 'direct', members });
  }

  #send({ conversationId, senderId, sessionId, draft }: SendInput) {
    this.#place += 1;
    const now = Date.now();
    const row = {
      conversation_id: conversationId,
      seq: this.#place,
      id: uuidv7() as MessageId,
      sender_id: senderId,
      sender_username: 'somebody',
      session_id: sessionId,
      client_message_id: draft.client_message_id ?? null,
      content: draft.content,
      sealed_content: null,
      text_key_id: null,
      message_type: draft.message_type,
      reply_to_message_id: null,
      created_at: now,
      edited_at: null,
      self_destruct_at: null,
      is_destroyed: 0,
      deleted_at: null,
    };
    const message = presentNewMessage(row, draft.content, []);
    const scope = { conversation_id: conversationId };
    const timestamp = new Date(now).toISOString();
    const event = { type: 'new_message', ...scope, message, timestamp } as const;
    this.onCommitted([{ scope, event: { ...event, cursor: asCursor(this.#place) } }]);
    return Promise.resolve({ message, isNew: true });
  }
}

function foundationOn(database: InMemory, dataFolder: string): Foundation {
  const repositories = repositoriesOf(database as unknown as Database);
  const directory = new MembershipDirectory(repositories.membership);
  const identityKey = newPrivateKey();
  const logger = pino({ enabled: false });
  const identity = identityOf(identityKey);
  const standing = new Standing({ dataFolder, identity, identityKey, epoch: 1 });
  return {
    name: 'no database',
    version: '0',
    registration: 'closed',
    accessTokenLifetimeSeconds: limits.accessTokenLifetimeSeconds,
    refreshGraceMs: 0,
    logger,
    database: database as unknown as Database,
    databaseFile: join(dataFolder, 'none'),
    repositories,
    directory,
    permissions: new Permissions(directory),
    hub: new Hub(),
    latency: new SendLatency(),
    traffic: new Traffic(),
    damageWatch: new DamageWatch({
      database: database as unknown as Database,
      logger,
      onDamage: () => undefined,
    }),
    identity,
    standing,
    identityKey,
    tokenSecret: randomBytes(32),
    databaseKey: randomBytes(32),
    dataFolder,
    isOverTls: false,
    storageLimits: defaultStorageLimits,
    webhooks: {},
    host: '127.0.0.1',
    port: 0,
  };
}

const peopleCount = Number(process.argv[2]);
const dataFolder = mkdtempSync(join(tmpdir(), 'future-talk-bench-'));
const database = new InMemory();
const base = foundationOn(database, dataFolder);
const services = composeServices(base);
const publisher = new EventPublisher(base.hub, base.directory, base.logger);
database.onCommitted = (events) => {
  publisher.accept(events);
};
const anyNumber = { requests: 1_000_000, seconds: 10 };
const transports = serveTransports({ allowances: { send: anyNumber } }, base, services);
const tokens = new TokenIssuer(base.tokenSecret, base.accessTokenLifetimeSeconds);
const people = Array.from({ length: peopleCount }, () => {
  const [id, sessionId] = [uuidv7() as UserId, uuidv7() as SessionId];
  const account = { id, username: 'somebody', is_admin: 0 } as AccountRow;
  services.sessions.begin(account, { id: sessionId } as SessionRow);
  return { id, token: tokens.issueAccessToken(id, sessionId) };
});
const conversations = pairs(peopleCount).map((members) => {
  const id = randomUUID() as string as ConversationId;
  database.members.set(
    id,
    people.filter((_person, place) => members.includes(place)).map((person) => person.id),
  );
  return { id };
});
const { port } = await listen(transports.app, base.host, 0);
const url = `http://127.0.0.1:${String(port)}`;
process.stdout.write(`${JSON.stringify({ url, people, conversations })}\n`);
process.once('SIGTERM', () => {
  rmSync(dataFolder, { recursive: true, force: true });
  process.exit();
});

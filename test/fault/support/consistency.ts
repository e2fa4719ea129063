import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import type { Message } from '#protocol/messages.ts';
import type { OutgoingMessage } from '#client/chat-client.ts';
import { eventsOf, everyMessage } from '../../support/conversation-history.ts';
import { storedKey, withDatabase } from '../../support/database-file.ts';
import type { TestPerson } from '../../support/rest.ts';
import { readJournal } from './sender-files.ts';

/** What all senders have written down. */
export class Ledger {
  readonly intents = new Map<string, OutgoingMessage>();
  readonly acknowledged = new Map<string, { id: string; seq: number; at: number }>();

  constructor(senderFolders: readonly string[]) {
    for (const folder of senderFolders) {
      for (const entry of readJournal(folder)) {
        if ('intent' in entry) this.intents.set(entry.intent.client_message_id, entry.intent);
        else this.acknowledged.set(entry.acknowledged, entry);
      }
    }
  }

  /** As if everything had ended at a moment: what was acknowledged later need not be there. */
  until(moment: number): Pick<Ledger, 'intents' | 'acknowledged'> {
    const earlier = [...this.acknowledged].filter(([, { at }]) => at <= moment);
    return { intents: this.intents, acknowledged: new Map(earlier) };
  }
}

/** What is held of a million messages that were compared. */
export interface KeptMessage {
  id: string;
  /** Its address, and the SHA-256 of what was sent. */
  file: { address: string; hash: string } | null;
}

/**
 * What the server has agrees with what the senders know: every acknowledged message once and unchanged,
 * the others at most once, none that nobody has written, and the same order for every reader.
 * @returns what each conversation holds, oldest first
 */
export async function expectKept(
  readersOf: ReadonlyMap<string, readonly TestPerson[]>,
  ledger: Pick<Ledger, 'intents' | 'acknowledged'>,
): Promise<Map<string, KeptMessage[]>> {
  const kept = new Map<string, KeptMessage[]>();
  const seen = new Set<string>();
  const compare = async (conversationId: string, [reader, ...others]: readonly TestPerson[]) => {
    if (reader === undefined) throw new Error('a conversation that nobody reads');
    const stored = await everyMessage(reader, conversationId);
    expect(stored.every(({ seq }, index) => seq === index + 1)).toBe(true);
    for (const message of stored) expectAsWritten(message, ledger, seen);
    kept.set(conversationId, stored.map(keptOf));
    for (const other of others) {
      const order = (await everyMessage(other, conversationId)).map(({ id }) => id);
      expect(order).toEqual(stored.map(({ id }) => id));
    }
  };
  await Promise.all([...readersOf].map(([id, readers]) => compare(id, readers)));
  const lost = [...ledger.acknowledged.keys()].filter((id) => !seen.has(id));
  expect(lost).toEqual([]);
  return kept;
}

/** The first word of a message with a file is its hash. */
function keptOf({ id, content, attachments: [file] }: Message): KeptMessage {
  const hash = content.split(' ')[0] ?? '';
  return { id, file: file === undefined ? null : { address: file.download_url ?? '', hash } };
}

function expectAsWritten(
  message: Message,
  ledger: Pick<Ledger, 'intents' | 'acknowledged'>,
  seen: Set<string>,
): void {
  const id = message.client_message_id ?? '';
  if (seen.has(id)) throw new Error(`${id} is there twice`);
  seen.add(id);
  const intent = ledger.intents.get(id);
  if (intent === undefined) throw new Error(`nobody has written ${message.id}`);
  const files = (infos: readonly AttachmentInfo[]) => infos.map((info) => info.id);
  const asStored = [message.conversation_id, message.content, ...files(message.attachments)];
  expectSame(asStored, [intent.conversation_id, intent.content, ...files(intent.attachments)]);
  const told = ledger.acknowledged.get(id);
  if (told !== undefined) expectSame([message.id, message.seq], [told.id, told.seq]);
}

/** Of a million messages each, `expect` would take longer to look than the server to answer. */
function expectSame(found: readonly unknown[], wanted: readonly unknown[]): void {
  if (!isDeepStrictEqual(found, wanted)) expect(found).toEqual(wanted);
}

/** Sync tells a person of each message once, and of those of a conversation in their order. */
export async function expectReplayed(
  person: TestPerson,
  kept: ReadonlyMap<string, readonly KeptMessage[]>,
): Promise<void> {
  const told = new Map<string, string[]>([...kept.keys()].map((id) => [id, []]));
  let last = 0;
  for await (const event of eventsOf(person)) {
    if (Number(event.cursor) <= last)
      throw new Error(`${event.cursor} comes after ${String(last)}`);
    last = Number(event.cursor);
    if (event.type === 'new_message') told.get(event.conversation_id)?.push(event.message.id);
  }
  for (const [id, stored] of kept) expect(told.get(id)).toEqual(stored.map((each) => each.id));
}

/** The bytes of some files are those that were sent. */
export async function expectFilesWhole(
  url: string,
  kept: ReadonlyMap<string, readonly KeptMessage[]>,
  most: number,
): Promise<number> {
  const some = [...kept.values()].flatMap((all) => all.flatMap(({ file }) => file ?? []));
  for (const { address, hash } of some.slice(-most)) {
    const response = await fetch(new URL(address, url));
    expect(response.status).toBe(200);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(hash);
  }
  return Math.min(some.length, most);
}

/** The database of a server that has stopped is sound, and each of its files is known, and there. */
export function expectSound(dataFolder: string): void {
  withDatabase(dataFolder, storedKey(dataFolder), (database) => {
    expect(database.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(database.pragma('foreign_key_check')).toEqual([]);
    const ids = 'SELECT id FROM blob UNION SELECT id FROM upload UNION SELECT id FROM erased_blob';
    const known = database.prepare(ids).pluck().all() as string[];
    const onDisk = readdirSync(join(dataFolder, 'attachments'));
    const strays = onDisk.filter((name) => !known.includes(name.replace('.thumbnail', '')));
    expect(strays).toEqual([]);
    const whole = database.prepare('SELECT id FROM blob').pluck().all() as string[];
    expect(whole.filter((id) => !onDisk.includes(id))).toEqual([]);
  });
}

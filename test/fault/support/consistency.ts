import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import type { Message } from '#protocol/messages.ts';
import type { OutgoingMessage } from '#client/chat-client.ts';
import { everyEvent, everyMessage } from '../../support/conversation-history.ts';
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

/**
 * What the server has agrees with what the senders know: every acknowledged message once and unchanged,
 * the others at most once, none that nobody has written, and the same order for every reader.
 * @returns what each conversation holds, oldest first
 */
export async function expectKept(
  readersOf: ReadonlyMap<string, readonly TestPerson[]>,
  ledger: Pick<Ledger, 'intents' | 'acknowledged'>,
): Promise<Map<string, Message[]>> {
  const kept = new Map<string, Message[]>();
  const seen = new Set<string>();
  for (const [conversationId, [reader, ...others]] of readersOf) {
    if (reader === undefined) throw new Error('a conversation that nobody reads');
    const stored = await everyMessage(reader, conversationId);
    expect(stored.every(({ seq }, index) => seq === index + 1)).toBe(true);
    for (const message of stored) expectAsWritten(message, ledger, seen);
    for (const other of others) {
      const order = (await everyMessage(other, conversationId)).map(({ id }) => id);
      expect(order).toEqual(stored.map(({ id }) => id));
    }
    kept.set(conversationId, stored);
  }
  const lost = [...ledger.acknowledged.keys()].filter((id) => !seen.has(id));
  expect(lost).toEqual([]);
  return kept;
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
  expect(asStored).toEqual([intent.conversation_id, intent.content, ...files(intent.attachments)]);
  const told = ledger.acknowledged.get(id);
  if (told !== undefined) expect(told).toMatchObject({ id: message.id, seq: message.seq });
}

/** Sync tells a person of each message once, and of those of a conversation in their order. */
export async function expectReplayed(
  person: TestPerson,
  kept: ReadonlyMap<string, readonly Message[]>,
): Promise<void> {
  const events = await everyEvent(person);
  const cursors = events.map(({ cursor }) => Number(cursor));
  expect(cursors.every((cursor, index) => index === 0 || cursor > (cursors[index - 1] ?? 0))).toBe(
    true,
  );
  const told = new Map<string, string[]>([...kept.keys()].map((id) => [id, []]));
  for (const event of events) {
    if (event.type === 'new_message') told.get(event.conversation_id)?.push(event.message.id);
  }
  for (const [id, stored] of kept) expect(told.get(id)).toEqual(stored.map((each) => each.id));
}

/** The bytes of some files are those that were sent: their hash is the first word of the message. */
export async function expectFilesWhole(
  url: string,
  kept: ReadonlyMap<string, readonly Message[]>,
  most: number,
): Promise<number> {
  const all = [...kept.values()].flat().filter(({ attachments }) => attachments.length > 0);
  const some = all.slice(-most);
  for (const { content, attachments } of some) {
    const address = new URL(attachments[0]?.download_url ?? '', url);
    const response = await fetch(address);
    expect(response.status).toBe(200);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(content.split(' ')[0]);
  }
  return some.length;
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

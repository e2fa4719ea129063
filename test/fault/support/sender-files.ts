import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cursor } from '#protocol/identifiers.ts';
import type {
  ClientMemory,
  OutboxStore,
  OutgoingMessage,
  SettledOutgoing,
  StoredTokens,
} from '#client/chat-client.ts';

/**
 * What a sender writes down: that it is about to send, and that the server has told it "yes"; `at` is
 * the end of the millisecond in which it was told, since 1970.
 */
export type JournalEntry =
  { intent: OutgoingMessage } | { acknowledged: string; id: string; seq: number; at: number };

export function journalIn(folder: string): string {
  return join(folder, 'journal.jsonl');
}

/** Every whole line: one that was cut off by a killing was not written. */
export function readJournal(folder: string): JournalEntry[] {
  if (!existsSync(journalIn(folder))) return [];
  const lines = readFileSync(journalIn(folder), 'utf8').split('\n');
  return lines.slice(0, -1).map((line) => JSON.parse(line) as JournalEntry);
}

/** The outbox and the ledger in one: what is in it was written down before it was sent. */
export class JournalOutbox implements OutboxStore {
  readonly #file: string;
  readonly #waiting = new Map<string, OutgoingMessage>();

  constructor(folder: string) {
    this.#file = journalIn(folder);
    for (const entry of readJournal(folder)) {
      if ('intent' in entry) this.#waiting.set(entry.intent.client_message_id, entry.intent);
      else this.#waiting.delete(entry.acknowledged);
    }
    // Ends a line that a killing has cut off.
    if (existsSync(this.#file)) this.#trim();
  }

  list(conversationId?: string): OutgoingMessage[] {
    const all = [...this.#waiting.values()];
    return all.filter(
      (each) => conversationId === undefined || each.conversation_id === conversationId,
    );
  }

  get(clientMessageId: string): OutgoingMessage | null {
    return this.#waiting.get(clientMessageId) ?? null;
  }

  put(message: OutgoingMessage): void {
    if (!this.#waiting.has(message.client_message_id)) this.#write({ intent: message });
    this.#waiting.set(message.client_message_id, message);
  }

  remove(clientMessageId: string): void {
    this.#waiting.delete(clientMessageId);
  }

  acknowledge({ client_message_id: acknowledged, message }: SettledOutgoing): void {
    if (message === null) throw new Error('a message was given up');
    const at = Date.now() + 1;
    this.#write({ acknowledged, id: message.id, seq: message.seq, at });
  }

  #write(entry: JournalEntry): void {
    appendFileSync(this.#file, `${JSON.stringify(entry)}\n`);
  }

  #trim(): void {
    const text = readFileSync(this.#file, 'utf8');
    if (text.endsWith('\n') || text === '') return;
    writeFileSync(`${this.#file}.new`, text.slice(0, text.lastIndexOf('\n') + 1));
    renameSync(`${this.#file}.new`, this.#file);
  }
}

interface Remembered {
  tokens: StoredTokens | null;
  cursor: Cursor | null;
}

/** What the client must find again, in a file that is replaced whole. */
export class FileMemory implements ClientMemory {
  readonly #file: string;
  #remembered: Remembered = { tokens: null, cursor: null };

  constructor(folder: string) {
    this.#file = join(folder, 'memory.json');
    if (!existsSync(this.#file)) return;
    this.#remembered = JSON.parse(readFileSync(this.#file, 'utf8')) as Remembered;
  }

  loadTokens(): Promise<StoredTokens | null> {
    return Promise.resolve(this.#remembered.tokens);
  }

  saveTokens(tokens: StoredTokens | null): Promise<void> {
    return this.#save({ ...this.#remembered, tokens });
  }

  loadCursor(): Promise<Cursor | null> {
    return Promise.resolve(this.#remembered.cursor);
  }

  saveCursor(cursor: Cursor | null): Promise<void> {
    return this.#save({ ...this.#remembered, cursor });
  }

  #save(remembered: Remembered): Promise<void> {
    this.#remembered = remembered;
    writeFileSync(`${this.#file}.new`, JSON.stringify(remembered));
    renameSync(`${this.#file}.new`, this.#file);
    return Promise.resolve();
  }
}

import {
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
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

/** Of a journal: one is begun by each start of its sender. */
const partName = /^journal-(\d+)\.jsonl$/;

function partsIn(folder: string): number[] {
  const numbers = readdirSync(folder).map((name) => Number(partName.exec(name)?.[1]));
  return numbers.filter((number) => !Number.isNaN(number)).sort((one, other) => one - other);
}

function partIn(folder: string, number: number): string {
  return join(folder, `journal-${String(number)}.jsonl`);
}

/** Every whole line: one that was cut off by a killing was not written. */
function readPart(file: string): JournalEntry[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.slice(0, -1).map((line) => JSON.parse(line) as JournalEntry);
}

/** What waits at the start of a part stands in it once more. */
export function* readJournal(folder: string): Generator<JournalEntry> {
  for (const number of partsIn(folder)) yield* readPart(partIn(folder, number));
}

/**
 * The outbox and the ledger in one: what is in it was written down before it was sent. Each start begins another part
 * with what waits: of a million messages it would otherwise read all that was ever sent.
 */
export class JournalOutbox implements OutboxStore {
  readonly #part: number;
  readonly #waiting = new Map<string, OutgoingMessage>();

  constructor(folder: string) {
    const last = partsIn(folder).at(-1) ?? 0;
    for (const entry of last === 0 ? [] : readPart(partIn(folder, last))) {
      if ('intent' in entry) this.#waiting.set(entry.intent.client_message_id, entry.intent);
      else this.#waiting.delete(entry.acknowledged);
    }
    const file = partIn(folder, last + 1);
    const waiting = [...this.#waiting.values()].map((intent) => `${JSON.stringify({ intent })}\n`);
    writeFileSync(`${file}.new`, waiting.join(''));
    renameSync(`${file}.new`, file);
    this.#part = openSync(file, 'a');
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
    writeSync(this.#part, `${JSON.stringify(entry)}\n`);
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

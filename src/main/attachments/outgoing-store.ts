import { createHash } from 'node:crypto';
import { z } from 'zod';
import { attachmentId, conversationId, messageId } from '#protocol/identifiers.ts';
import { selfDestructTimersSeconds } from '#protocol/limits.ts';
import { attachmentInfo } from '#protocol/attachments.ts';
import type { Log } from '../logging/log.ts';
import type { SecretStore } from '../secrets/secret-store.ts';

const localFile = z.object({
  id: z.uuid(),
  path: z.string(),
  name: z.string(),
  size: z.int(),
  modifiedMs: z.number(),
  isTemporary: z.boolean(),
});

const filePart = z.object({
  kind: z.literal('file'),
  file: localFile,
  removesLocation: z.boolean(),
  voice: z.object({ durationSeconds: z.number(), waveform: z.array(z.int()) }).nullable(),
  /** Of the upload that was begun for it. */
  uploadId: attachmentId.nullable(),
  /** Once the server has all of it. */
  info: attachmentInfo.nullable(),
});

const copyPart = z.object({
  kind: z.literal('copy'),
  of: attachmentId,
  info: attachmentInfo.nullable(),
});

const storedMessage = z.object({
  client_message_id: z.string(),
  conversation_id: conversationId,
  content: z.string(),
  reply_to_message_id: messageId.nullable(),
  self_destruct_timer: z.literal(selfDestructTimersSeconds).nullable(),
  created_at: z.string(),
  isPaused: z.boolean(),
  parts: z.array(z.discriminatedUnion('kind', [filePart, copyPart])),
});

export type FilePart = z.infer<typeof filePart>;
export type StoredMessage = z.infer<typeof storedMessage>;

/** Whose messages they are. */
export interface Sender {
  serverKey: string;
  accountId: string;
}

/** The messages whose files are on their way, sealed: their texts are nobody else's business. */
export class OutgoingStore {
  readonly #secrets: SecretStore;
  readonly #log: Log;

  constructor(secrets: SecretStore, log: Log) {
    this.#secrets = secrets;
    this.#log = log;
  }

  async load(sender: Sender): Promise<StoredMessage[]> {
    const reading = await this.#secrets.read(nameOf(sender), z.array(storedMessage));
    if (reading.status === 'unreadable') {
      this.#log.error('Messages with files that waited cannot be opened', reading.cause);
      await this.#secrets.setAside(nameOf(sender));
    }
    return reading.status === 'present' ? reading.value : [];
  }

  async save(sender: Sender, messages: readonly StoredMessage[]): Promise<void> {
    if (messages.length === 0) await this.#secrets.remove(nameOf(sender));
    else await this.#secrets.write(nameOf(sender), messages);
  }
}

function nameOf({ serverKey, accountId }: Sender): string {
  const name = createHash('sha256').update(`${serverKey}/${accountId}`).digest('hex');
  return `uploads-${name.slice(0, 32)}`;
}

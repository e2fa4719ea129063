import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { ConversationId, MessageId } from '#protocol/identifiers.ts';
import type { ReadHandle, WriteHandle } from '../db/handles.ts';

/**
 * Texts that are to be destroyed are sealed under a key of their own. SQLite copies rows within and
 * between pages as tables grow, and leaves bytes of them behind even under `secure_delete`; of a
 * key there is one copy only (see the table), and without it the copies of its text say nothing.
 */
const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** How a text stands in its row. */
export interface StoredText {
  content: string;
  sealed: Buffer | null;
  key: number | null;
}

export interface SealedTextRow {
  id: MessageId;
  sealed_content: Buffer | null;
  text_key_id: number | null;
}

/** What to write in the message's row; a text that is sealed has its key stored by this. */
export function storeText(
  handle: WriteHandle,
  id: MessageId,
  text: string,
  { sealed }: { sealed: boolean },
): StoredText {
  if (!sealed) return { content: text, sealed: null, key: null };
  const key = randomBytes(32);
  const keyId = handle.oneValue<number>('INSERT INTO text_key (key) VALUES (?) RETURNING id', [
    key,
  ]);
  return { content: '', sealed: seal(key, id, text), key: keyId };
}

/** The text of a row whose content is sealed. */
export function openText(handle: ReadHandle, row: SealedTextRow): string {
  const key = handle.value<Buffer>('SELECT key FROM text_key WHERE id = ?', [row.text_key_id]);
  if (key === undefined || row.sealed_content === null) throw new Error('the text has no key');
  return open(key, row.id, row.sealed_content);
}

export interface PlacedTextRow extends SealedTextRow {
  conversation_id: ConversationId;
  seq: number;
}

/**
 * Puts another text in the place of a row's own. A sealed one gets a new key where the old one
 * stood, which is overwritten by it: what the old one said can be read no more.
 */
export function replaceText(handle: WriteHandle, row: PlacedTextRow, text: string): void {
  const place = [row.conversation_id, row.seq] as const;
  if (row.text_key_id === null) {
    handle.run('UPDATE message SET content = ? WHERE conversation_id = ? AND seq = ?', [
      text,
      ...place,
    ]);
    return;
  }
  const key = randomBytes(32);
  handle.run('UPDATE text_key SET key = ? WHERE id = ?', [key, row.text_key_id]);
  handle.run('UPDATE message SET sealed_content = ? WHERE conversation_id = ? AND seq = ?', [
    seal(key, row.id, text),
    ...place,
  ]);
}

/** Takes the text away. A key is overwritten by as many bytes, which SQLite does in place. */
export function eraseText(handle: WriteHandle, row: PlacedTextRow): void {
  handle.run('UPDATE text_key SET key = zeroblob(32) WHERE id = ?', [row.text_key_id]);
  handle.run(
    `UPDATE message SET content = '', sealed_content = NULL
     WHERE conversation_id = ? AND seq = ?`,
    [row.conversation_id, row.seq],
  );
}

/** @param owner what the text belongs to; without it nobody can open it */
export function seal(key: Buffer, owner: string, text: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const sealing = createCipheriv(cipher, key, nonce).setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()]);
  return Buffer.concat([nonce, sealed, sealing.getAuthTag()]);
}

export function open(key: Buffer, owner: string, sealed: Buffer): string {
  const opening = createDecipheriv(cipher, key, sealed.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  });
  opening.setAAD(Buffer.from(owner)).setAuthTag(sealed.subarray(-tagBytes));
  const text = opening.update(sealed.subarray(nonceBytes, -tagBytes));
  return Buffer.concat([text, opening.final()]).toString('utf8');
}

import type { ConversationId, MessageId, SessionId, UserId } from '#protocol/identifiers.ts';
import type { Message } from '#protocol/messages.ts';
import { attachmentsOf } from '../access/attachments.repository.ts';
import type { HandedOver } from '../db/thread-messages.ts';
import type { ReadHandle, SqlParameters, WriteHandle } from '../db/handles.ts';
import { groupReactions } from '../reactions/group-reactions.ts';
import type { ReactionRow } from '../reactions/group-reactions.ts';
import { pageJson } from './page-json.ts';
import { PageReceipts, receiptsOf } from './page-receipts.ts';
import type { Reach, ReachRow } from './page-receipts.ts';
import { openText } from './sealed-text.repository.ts';

export interface MessageRow {
  conversation_id: ConversationId;
  seq: number;
  id: MessageId;
  sender_id: UserId;
  sender_username: string;
  session_id: SessionId;
  client_message_id: string | null;
  /** Empty where the text is sealed or destroyed. */
  content: string;
  sealed_content: Buffer | null;
  text_key_id: number | null;
  message_type: Message['message_type'];
  reply_to_message_id: MessageId | null;
  created_at: number;
  edited_at: number | null;
  self_destruct_at: number | null;
  is_destroyed: number;
  deleted_at: number | null;
}

/** Select list and join for whole messages; conditions on `message` follow. */
export const selectMessages = `SELECT message.*, user.username AS sender_username
  FROM message JOIN user ON user.id = message.sender_id`;

type MessageColumns = readonly [
  ConversationId,
  number,
  MessageId,
  UserId,
  string,
  SessionId,
  string | null,
  string,
  Buffer | null,
  number | null,
  Message['message_type'],
  MessageId | null,
  number,
  number | null,
  number | null,
  number,
  number | null,
];

/** The same for a page: as columns, since SQLite's driver takes longer for objects than for all the rest. */
const selectPage = `SELECT conversation_id, seq, message.id, sender_id, user.username, session_id,
    client_message_id, content, sealed_content, text_key_id, message_type, reply_to_message_id,
    message.created_at, edited_at, self_destruct_at, is_destroyed, deleted_at
  FROM message JOIN user ON user.id = message.sender_id`;

/** @param condition on `message`, with the order and the limit */
export function rowsOfPage(
  handle: ReadHandle,
  condition: string,
  parameters: SqlParameters,
): MessageRow[] {
  return handle
    .columns<MessageColumns>(`${selectPage} ${condition}`, parameters)
    .map((columns) => ({
      conversation_id: columns[0],
      seq: columns[1],
      id: columns[2],
      sender_id: columns[3],
      sender_username: columns[4],
      session_id: columns[5],
      client_message_id: columns[6],
      content: columns[7],
      sealed_content: columns[8],
      text_key_id: columns[9],
      message_type: columns[10],
      reply_to_message_id: columns[11],
      created_at: columns[12],
      edited_at: columns[13],
      self_destruct_at: columns[14],
      is_destroyed: columns[15],
      deleted_at: columns[16],
    }));
}

function reachOf(handle: ReadHandle, conversationId: ConversationId): Reach {
  return {
    members: handle.all<ReachRow>(
      'SELECT user_id, joined_at, read_seq, delivered_seq FROM participant WHERE conversation_id = ?',
      [conversationId],
    ),
    early: handle.all<Reach['early'][number]>(
      `SELECT mark.user_id, mark.first_seq, mark.last_seq FROM participant
       JOIN read_mark AS mark ON mark.conversation_id = participant.conversation_id
         AND mark.user_id = participant.user_id AND mark.first_seq > participant.read_seq
       WHERE participant.conversation_id = ?`,
      [conversationId],
    ),
  };
}

/** Of messages of one conversation, by their numbers there. */
function reactionsTo(
  handle: ReadHandle,
  conversationId: ConversationId,
  seqs: readonly number[],
): Map<number, Message['reactions']> {
  const [from, to] = [Math.min(...seqs), Math.max(...seqs)];
  const rows = handle.all<ReactionRow & { seq: number }>(
    `SELECT seq, emoji, user_id FROM reaction WHERE conversation_id = ? AND seq BETWEEN ? AND ?
     ORDER BY seq, place`,
    [conversationId, from, to],
  );
  const bySeq = new Map<number, ReactionRow[]>();
  for (const row of rows) {
    const known = bySeq.get(row.seq);
    if (known === undefined) bySeq.set(row.seq, [row]);
    else known.push(row);
  }
  return new Map([...bySeq].map(([seq, each]) => [seq, groupReactions(each)]));
}

/**
 * Writes a message's row; what a new message has not yet is left to the table.
 * @param place where the log of events has it: this row is its entry there
 */
export function insertRow(handle: WriteHandle, row: MessageRow, place: number): void {
  handle.run(
    `INSERT INTO message (conversation_id, seq, id, sender_id, session_id, client_message_id,
       content, sealed_content, text_key_id, message_type, reply_to_message_id, created_at,
       self_destruct_at, place)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      row.conversation_id,
      row.seq,
      row.id,
      row.sender_id,
      row.session_id,
      row.client_message_id,
      row.content,
      row.sealed_content,
      row.text_key_id,
      row.message_type,
      row.reply_to_message_id,
      row.created_at,
      row.self_destruct_at,
      place,
    ],
  );
}

/** Rows as the API shows them, but for who has got and read them. */
function presentWithoutReceipts(
  handle: ReadHandle,
  rows: readonly MessageRow[],
): { row: MessageRow; message: Message }[] {
  const attachments = attachmentsOf(
    handle,
    rows.map((row) => row.id),
  );
  const seqs = new Map<ConversationId, number[]>();
  for (const { conversation_id: id, seq } of rows) seqs.set(id, [...(seqs.get(id) ?? []), seq]);
  const reactions = new Map([...seqs].map(([id, all]) => [id, reactionsTo(handle, id, all)]));
  return rows.map((row) => {
    const content = row.sealed_content === null ? row.content : openText(handle, row);
    const message = presentNewMessage(row, content, attachments.get(row.id) ?? []);
    const known = reactions.get(row.conversation_id)?.get(row.seq);
    return { row, message: known === undefined ? message : { ...message, reactions: known } };
  });
}

/** Rows of any conversations as the API shows them. */
export function presentMessages(handle: ReadHandle, rows: readonly MessageRow[]): Message[] {
  const reaches = new Map<ConversationId, Reach>();
  return presentWithoutReceipts(handle, rows).map(({ row, message }) => {
    const reach = reaches.get(row.conversation_id) ?? reachOf(handle, row.conversation_id);
    reaches.set(row.conversation_id, reach);
    const { hasGot, hasRead } = receiptsOf(row, reach);
    const ids = (members: readonly ReachRow[]) => members.map((member) => member.user_id);
    return {
      ...message,
      delivered_to: ids(reach.members.filter(hasGot)),
      read_by: ids(reach.members.filter(hasRead)),
    };
  });
}

/** Its JSON: the messages as the API shows them. */
export interface MessagePage extends HandedOver {
  newestSeq: number;
  /** Those that the reader has not read, and has not sent. */
  unread: MessageId[];
}

/** Rows of one conversation, newest first, for somebody who reads them. */
export function presentPage(
  handle: ReadHandle,
  { conversationId, readerId }: { conversationId: ConversationId; readerId: UserId },
  rows: readonly MessageRow[],
): MessagePage {
  const reach = reachOf(handle, conversationId);
  const receipts = new PageReceipts(reach);
  const reader = reach.members.find((member) => member.user_id === readerId);
  const isUnread = (row: MessageRow) =>
    row.sender_id !== readerId && (reader === undefined || !receiptsOf(row, reach).hasRead(reader));
  const messages = presentWithoutReceipts(handle, rows).map(({ row, message }) => ({
    message: JSON.stringify(message),
    ...receipts.of(row),
  }));
  return {
    json: pageJson(messages),
    newestSeq: rows[0]?.seq ?? 0,
    unread: rows.filter(isUnread).map((row) => row.id),
  };
}

/** A message to which nobody has done anything yet. @param content its text, opened */
export function presentNewMessage(
  row: MessageRow,
  content: string,
  attachments: Message['attachments'],
): Message {
  return {
    id: row.id,
    conversation_id: row.conversation_id,
    seq: row.seq,
    sender_id: row.sender_id,
    sender_username: row.sender_username,
    client_message_id: row.client_message_id,
    content,
    message_type: row.message_type,
    reply_to_message_id: row.reply_to_message_id,
    created_at: new Date(row.created_at).toISOString(),
    edited_at: row.edited_at === null ? null : new Date(row.edited_at).toISOString(),
    attachments,
    reactions: [],
    delivered_to: [],
    read_by: [],
    self_destruct_at:
      row.self_destruct_at === null ? null : new Date(row.self_destruct_at).toISOString(),
    is_destroyed: row.is_destroyed === 1,
    is_deleted: row.deleted_at !== null,
    encrypted: true,
    encryption_type: 'MILITARY_GRADE_E2E',
    security_level: 'MILITARY_GRADE',
    perfect_forward_secrecy: false,
    zero_knowledge: false,
    session_id: row.session_id,
    protocol: 'Signal-Protocol-Inspired',
  };
}

/** The newest message of a conversation, or null. */
export function lastMessage(handle: ReadHandle, conversationId: ConversationId): Message | null {
  const rows = handle.all<MessageRow>(
    `${selectMessages} WHERE conversation_id = ? ORDER BY seq DESC LIMIT 1`,
    [conversationId],
  );
  return presentMessages(handle, rows)[0] ?? null;
}

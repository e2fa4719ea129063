import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ChatClient } from '#client/chat-client.ts';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import { listConversations } from '#protocol/conversations.ts';
import type { Conversation } from '#protocol/conversations.ts';
import { AppError } from '#protocol/errors.ts';
import type { AttachmentId, UserId } from '#protocol/identifiers.ts';
import { limits } from '#protocol/limits.ts';
import { listMessages } from '#protocol/messages.ts';
import type { Message } from '#protocol/messages.ts';
import { safeFileName } from '../attachments/safe-file-name.ts';
import { conversationPage, indexPage } from './conversation-page.ts';
import type { PageWords } from './conversation-page.ts';

export interface ExportOptions {
  client: Pick<ChatClient, 'call' | 'attachments' | 'account'>;
  /** A folder that the person chose; the export becomes a new folder in it. */
  parent: string;
  /** What the export is called, as a title and as a folder. */
  title: string;
  words: PageWords;
}

/**
 * Writes everything that a person can read, but for messages that destroy themselves, into a folder
 * of pages, JSON and files. The folder has its name once it is whole.
 */
export async function exportConversations(
  options: ExportOptions,
): Promise<{ folder: string; conversations: number }> {
  const { parent, title, words } = options;
  const folder = path.join(parent, safeFileName(title));
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  try {
    await mkdir(unfinished, { mode: 0o700 });
    const entries: { title: string; address: string }[] = [];
    for (const conversation of await everyConversation(options)) {
      const name = titleOf(conversation, options.client.account?.id ?? null);
      const place = `${String(entries.length + 1).padStart(3, '0')} ${safeFileName(name)}`;
      await exportOne(options, conversation, { title: name, folder: path.join(unfinished, place) });
      entries.push({ title: name, address: `${encodeURIComponent(place)}/index.html` });
    }
    await writeOwn(path.join(unfinished, 'index.html'), indexPage(title, entries, words));
    // A folder of that name with something in it is not replaced: that fails, and says so.
    await rename(unfinished, folder);
    return { folder, conversations: entries.length };
  } catch (problem) {
    await rm(unfinished, { recursive: true, force: true });
    throw problem;
  }
}

async function exportOne(
  { client, words }: ExportOptions,
  conversation: Conversation,
  { title, folder }: { title: string; folder: string },
): Promise<void> {
  await mkdir(path.join(folder, 'files'), { recursive: true, mode: 0o700 });
  const messages = await everyMessage(client, conversation);
  const files = new Map<AttachmentId, string>();
  for (const info of messages.flatMap(({ attachments }) => attachments)) {
    const name = `${String(files.size + 1).padStart(4, '0')} ${safeFileName(info.file_name)}`;
    const isSaved = await saveFile(client, info, path.join(folder, 'files', name));
    if (isSaved) files.set(info.id, `files/${encodeURIComponent(name)}`);
  }
  const content = { conversation, messages: messages.map((each) => plain(each, files)) };
  await writeOwn(path.join(folder, 'messages.json'), `${JSON.stringify(content, null, 2)}\n`);
  const page = conversationPage({ conversation, title, messages, files }, words);
  await writeOwn(path.join(folder, 'index.html'), page);
}

async function everyConversation({ client }: ExportOptions): Promise<Conversation[]> {
  const all: Conversation[] = [];
  for (const archived of [false, true]) {
    for (let offset = 0; ; offset += limits.conversationPageMax) {
      const query = { archived, offset, limit: limits.conversationPageMax };
      const page = await client.call(listConversations, { query });
      all.push(...page);
      if (page.length < limits.conversationPageMax) break;
    }
  }
  return all;
}

/** Oldest first; what destroys itself is left out. */
async function everyMessage(
  client: ExportOptions['client'],
  { id }: Conversation,
): Promise<Message[]> {
  const newestFirst: Message[] = [];
  for (;;) {
    const oldest = newestFirst.at(-1);
    const page = await client.call(listMessages, {
      params: { conversation_id: id },
      query: {
        limit: limits.messagePageMax,
        mark_read: false,
        ...(oldest !== undefined && { before_message_id: oldest.id }),
      },
    });
    newestFirst.push(...page);
    if (page.length < limits.messagePageMax) break;
  }
  return newestFirst
    .filter(({ self_destruct_at, is_destroyed }) => self_destruct_at === null && !is_destroyed)
    .reverse();
}

/** False for a file that was erased meanwhile. */
async function saveFile(
  client: ExportOptions['client'],
  info: AttachmentInfo,
  file: string,
): Promise<boolean> {
  const handle = await open(file, 'wx', 0o600);
  try {
    for await (const bytes of client.attachments.downloadAll(info)) await handle.write(bytes);
  } catch (problem) {
    await rm(file, { force: true });
    if (problem instanceof AppError && problem.code === 'ATTACHMENT_NOT_FOUND') return false;
    throw problem;
  } finally {
    await handle.close();
  }
  return true;
}

/** Addresses on the server end soon; the file's place in the export does not. */
function plain(message: Message, files: ReadonlyMap<AttachmentId, string>) {
  const attachments = message.attachments.map((info) => ({
    ...info,
    download_url: undefined,
    thumbnail_url: undefined,
    file: files.get(info.id) ?? null,
  }));
  return { ...message, attachments };
}

function titleOf({ name, participants }: Conversation, ownId: UserId | null): string {
  if (name !== null && name !== '') return name;
  const others = participants.filter(({ user_id }) => user_id !== ownId);
  return others.map(({ display_name }) => display_name).join(', ');
}

function writeOwn(file: string, content: string): Promise<void> {
  return writeFile(file, content, { mode: 0o600, flag: 'wx' });
}

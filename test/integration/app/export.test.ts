import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { createConversation } from '#protocol/conversations.ts';
import { deleteMessage, editMessage, sendMessage } from '#protocol/messages.ts';
import { exportConversations } from '../../../src/main/export/export-conversations.ts';
import { folderForTest } from '../../support/server-process.ts';
import { filesIn } from '../../support/stored-bytes.ts';
import { startServerForTest } from '../../support/test-server.ts';
import { someBytes } from '../attachments/support/files.ts';
import { ClientPerson, introduce } from '../client/support/client-person.ts';

const words = {
  language: 'en-GB',
  direction: 'ltr' as const,
  edited: 'edited',
  deleted: 'This message was deleted.',
};
const hostile = '<img src=x onerror=alert(1)><script>alert(2)</script> & "quotes"';

/** What the group of the expression holds, wherever it matches, read as a browser would. */
function matches(html: string, expression: RegExp): string[] {
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return [...html.matchAll(expression)].map(([, text = '']) =>
    text.replaceAll(/&([^;]+);/g, (_, name: string) => entities[name] ?? ''),
  );
}

/** A whole file over the plain API. */
async function uploaded(url: string, person: ClientPerson, name: string, bytes: Buffer) {
  const form = new FormData();
  form.set('file', new Blob([bytes]), name);
  const headers = { authorization: `Bearer ${await accessTokenOf(url, person)}` };
  const answer = await fetch(`${url}/api/v1/attachments`, {
    method: 'POST',
    headers,
    body: form,
  });
  return ((await answer.json()) as { id: string }).id;
}

async function accessTokenOf(url: string, person: ClientPerson): Promise<string> {
  const answer = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      username: person.client.account?.username,
      password: 'correct horse battery',
    }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

it('writes what somebody can read, as pages, as JSON and with the files, and nothing runs in it', async () => {
  const { url } = await startServerForTest();
  const ann = await ClientPerson.signUp(url, 'ann');
  const ben = await ClientPerson.signUp(url, 'ben');
  const direct = await introduce(ann, ben);
  const group = await ann.client.call(createConversation, {
    body: { participant_ids: [ben.id], conversation_type: 'group', name: hostile.slice(0, 60) },
  });
  const params = { conversation_id: direct.id };
  const send = (content: string, more = {}) =>
    ben.client.call(sendMessage, { params, body: { content, ...more } });
  for (let count = 1; count <= 120; count += 1) await send(`line ${String(count)}`);
  const bytes = someBytes(300_000);
  const id = await uploaded(url, ben, 'a "plan" <b>.bin', bytes);
  await send(hostile, { attachments: [id] });
  await send('only for now', { self_destruct_timer: 3_600 });
  const edited = await send('first words');
  await ben.client.call(editMessage, {
    params: { message_id: edited.id },
    body: { content: 'better words' },
  });
  const deleted = await send('regretted');
  await ben.client.call(deleteMessage, { params: { message_id: deleted.id } });

  const parent = folderForTest();
  const done = await exportConversations({
    client: ann.client,
    parent,
    title: 'Future Talk 2026',
    words,
  });
  expect(done).toEqual({ folder: path.join(parent, 'Future Talk 2026'), conversations: 2 });
  const names = filesIn(done.folder);
  const own = names.filter((name) => name.includes(' ben'));
  expect(own).toHaveLength(3);
  const folder = path.join(
    done.folder,
    path.dirname(own.find((name) => name.endsWith('.json')) ?? ''),
  );

  const { messages } = JSON.parse(readFileSync(path.join(folder, 'messages.json'), 'utf8')) as {
    messages: { content: string; is_deleted: boolean; attachments: { file: string }[] }[];
  };
  const lines = Array.from({ length: 120 }, (_, index) => `line ${String(index + 1)}`);
  expect(messages.map(({ content }) => content)).toEqual([...lines, hostile, 'better words', '']);
  const [file] = messages[120]?.attachments ?? [];
  const saved = new URL(file?.file ?? '', pathToFileURL(path.join(folder, 'messages.json')));
  expect(readFileSync(saved).equals(bytes)).toBe(true);

  const html = readFileSync(path.join(folder, 'index.html'), 'utf8');
  expect(html).toContain('default-src &#39;none&#39;');
  expect(matches(html, /<p dir="auto">([^<]*)<\/p>/g)).toEqual([...lines, hostile, 'better words']);
  // Tags are those of the page itself; what was written is text.
  const tags = new Set(matches(html, /<\/?([a-z0-9]+)/g));
  expect([...tags].sort()).toEqual([
    'a',
    'article',
    'b',
    'bdi',
    'body',
    'h1',
    'head',
    'header',
    'html',
    'meta',
    'p',
    'style',
    'time',
    'title',
  ]);
  expect(html).toContain(`<p class="gone">${words.deleted}</p>`);
  expect(html).not.toContain('only for now');
  const list = readFileSync(path.join(done.folder, 'index.html'), 'utf8');
  expect(matches(list, /<bdi>([^<]*)<\/bdi><\/a>/g)).toEqual(
    expect.arrayContaining(['ben', group.name]),
  );
  for (const address of matches(list, /href="([^"]*)"/g)) {
    const target = new URL(address, pathToFileURL(`${done.folder}/`));
    expect(readFileSync(target, 'utf8')).toContain('<!doctype html>');
  }

  // What is there is not replaced, and nothing unfinished stays.
  await expect(
    exportConversations({ client: ann.client, parent, title: 'Future Talk 2026', words }),
  ).rejects.toThrow(/ENOTEMPTY|EEXIST|EPERM/);
  expect(filesIn(done.folder)).toEqual(names);
  expect(filesIn(parent)).toHaveLength(names.length);
}, 60_000);

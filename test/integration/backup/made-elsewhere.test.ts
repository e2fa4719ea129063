import { copyFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import type { Conversation } from '#protocol/conversations.ts';
import { backUp, restored } from '../../support/backup.ts';
import { everyMessage } from '../../support/conversation-history.ts';
import { befriend, say, signIn, signUp, startConversation } from '../../support/rest.ts';
import { folderForTest, listeningServer } from '../../support/server-process.ts';
import { fetchBytes, upload } from '../attachments/support/files.ts';

/**
 * One of each operating system that one was made on, `backup-of-PLATFORM.ftbackup` (Node's word for it; that of win32 was
 * made by the server's build for Windows, under Wine). With `MAKE_BACKUP=1`
 * this test makes that of the system that it runs on, for the runs after it. A new schema is no reason to make
 * them anew: what people keep on their sticks is older too.
 */
const vectors = resolve(import.meta.dirname, '../../vectors');
const form = /^backup-of-(.+)\.ftbackup$/;

const said = ['Good morning, Ben. 🙂', 'Grüße aus München', 'שלום', 'the plan'];
const fileName = 'Plan, 2. Geschoß (neu).txt';
const fileText = 'Door left, window right.\n'.repeat(400);

async function makeVector(): Promise<void> {
  const data = folderForTest();
  const server = await listeningServer(data);
  const [ann, ben] = [await signUp(server.url, 'ann'), await signUp(server.url, 'ben')];
  await befriend(ann, ben);
  const conversation = await startConversation(ann, ben);
  const { id } = await upload(server.url, ann, Buffer.from(fileText), { filename: fileName });
  for (const text of said.slice(0, -1)) await say(ann, conversation, text);
  await say(ann, conversation, said.at(-1) ?? '', { attachments: [id] });
  await server.process.stop();
  copyFileSync(await backUp(data), join(vectors, `backup-of-${process.platform}.ftbackup`));
}

if (process.env['MAKE_BACKUP'] !== undefined)
  it('makes a backup to be restored elsewhere', makeVector);

const madeOn = () => readdirSync(vectors).flatMap((name) => form.exec(name)?.[1] ?? []);

it.each(madeOn())(
  'a backup that was made on %s is restored with all that was said',
  async (platform) => {
    const folder = await restored(join(vectors, `backup-of-${platform}.ftbackup`));
    const { url } = await listeningServer(folder);
    const ben = await signIn(url, 'ben');
    const { body } = await ben.get<Conversation[]>('/messages/conversations');
    const kept = await everyMessage(ben, body[0]?.id ?? '');
    expect(kept.map(({ content }) => content)).toEqual(said);
    const [file] = kept.at(-1)?.attachments ?? [];
    expect(file).toMatchObject({ file_name: fileName, file_size: fileText.length });
    expect((await fetchBytes(url, file?.download_url)).toString()).toBe(fileText);
    const again = await signIn(url, 'ann');
    await say(again, { id: body[0]?.id ?? '' }, 'and on it goes');
    expect((await everyMessage(ben, body[0]?.id ?? '')).at(-1)?.content).toBe('and on it goes');
  },
);

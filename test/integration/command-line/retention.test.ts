import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Retention } from '#protocol/retention.ts';
import { ageMessages } from '../../support/aged-messages.ts';
import { backupPassphrase, secretFile, succeeds } from '../../support/backup.ts';
import { answerOf, expectRefused, runCommand } from '../../support/commands.ts';
import { storedKey } from '../../support/database-file.ts';
import { eventually } from '../../support/eventually.ts';
import { circleOfFriends, personAt, say, startConversation } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { folderForTest, listeningServer } from '../../support/server-process.ts';

it('says for how long messages are kept and changes it, with and without a server that runs', async () => {
  const folder = folderForTest();
  const at = ['--data', folder];
  const { url, process: server } = await listeningServer(folder);
  const [anna, bob] = (await circleOfFriends(url, 'anna', 'bob')) as [TestPerson, TestPerson];
  const conversation = await startConversation(anna, bob);
  for (const text of ['one', 'two']) await say(anna, conversation, text);
  ageMessages(folder, storedKey(folder), 10);
  await say(anna, conversation, 'three');
  expect((await runCommand(['retention', ...at])).stdout).toBe('Messages are kept for ever.\n');
  const short = ['retention', '--keep', '7', ...at];
  await expectRefused(short, /^2 messages would be removed for good, with the files; confirm it/);
  expect((await runCommand(['retention', '--keep', '30', ...at])).stdout).toBe(
    'Messages are kept for 30 days.\n',
  );
  await server.stop();

  const own = ['retention', '--conversation', conversation.id, ...at];
  await expectRefused([...own, '--keep', 'soon'], /^--keep /);
  await expectRefused(['retention', '--keep', 'as-server', ...at], /^--keep /);
  await expectRefused([...own, '--keep', '7'], /^2 messages would be removed/);
  const rules = await answerOf<Retention>([...own, '--keep', '7', '--confirm']);
  expect(rules).toMatchObject({
    keep_days: 30,
    conversations: [{ conversation_id: conversation.id, keep_days: 7 }],
  });
  const again = await listeningServer(folder);
  const person = personAt(again.url, bob);
  await eventually(async () => {
    const path = `/messages/conversations/${conversation.id}`;
    expect((await person.get(path)).body).toMatchObject({ first_seq: 3, keep_days: 7 });
  });
  const told = (await runCommand(['retention', ...at])).stdout;
  expect(told).toContain(`In the conversation ${conversation.id}: for 7 days.`);
  await runCommand([...own, '--keep', 'as-server']);
  await again.process.stop();

  const target = join(folder, 'team.ftbackup');
  const secret = secretFile(backupPassphrase);
  const backedUp = ['backup', target, ...at, '--backup-passphrase-file', secret];
  // Those that have gone are not counted.
  expect(await succeeds(...backedUp)).toMatchObject({ messages: 1 });
});

import { expect, it } from 'vitest';
import type { MadeBot } from '#protocol/bots.ts';
import { answerOf, expectRefused, runCommand } from '../../support/commands.ts';
import { eventually } from '../../support/eventually.ts';
import { rest } from '../../support/rest.ts';
import { folderForTest, listeningServer } from '../../support/server-process.ts';
import { TestSocket } from '../../support/socket.ts';

it('bots are made and shut out while the server runs', async () => {
  const folder = folderForTest();
  const at = ['--data', folder];
  const { url, process: server } = await listeningServer(folder);
  const { token, bot } = await answerOf<MadeBot>([
    ...['bot', 'add', 'Deploy', '--scopes', 'events:read,messages:write'],
    ...['--display-name', 'The deployer', ...at],
  ]);
  expect(bot.user).toMatchObject({ username: 'deploy[bot]', display_name: 'The deployer' });
  const socket = await TestSocket.open(url, token);
  expect((await runCommand(['bot', 'list', ...at])).stdout).toBe(
    'deploy[bot]  The deployer  events:read,messages:write  online\n',
  );
  const revoked = await runCommand(['bot', 'revoke', 'deploy[bot]', ...at]);
  expect(revoked.stdout).toBe('The token of deploy[bot] is good for nothing any more.\n');
  await eventually(() => {
    expect(socket.closed?.code).toBe(4401);
  });
  expect((await rest(url, 'GET', '/auth/me', { token })).status).toBe(401);
  expect(await server.stop()).toMatchObject({ code: 0, stderr: '' });
});

it.each([
  [
    ['bot', 'add', 'deploy'],
    /^Say what it may do: --scopes LIST\. The scopes are conversations:read/,
  ],
  [['bot', 'add', 'deploy', '--scopes', 'everything'], /^--scopes takes some of them, each once/],
  [['bot', 'add', '--scopes', 'people:read'], /^Say which bot: NAME/],
  [['bot', 'add', 'no name', '--scopes', 'people:read'], /^A name must be 3 to 32 characters/],
])('%j is refused, and says why', async (words, why) => {
  await expectRefused([...words, '--data', folderForTest()], why);
});

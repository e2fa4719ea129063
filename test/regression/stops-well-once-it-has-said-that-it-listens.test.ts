import { expect, it } from 'vitest';
import { folderForTest, listeningServer } from '../support/server-process.ts';

/**
 * The server used to say that it listened before it listened to signals: one that came in between
 * ended it in the middle of its work.
 */
it('is ended well by a signal that comes as soon as it has said that it listens', async () => {
  // What it writes is there for others a moment before it goes on; -D leaves it the test's child.
  const slowly = ['-D', '-qq', '-o', '/dev/null', '-e', 'trace=write'];
  const under = ['strace', ...slowly, '-e', 'inject=write:delay_exit=100000'];
  const server = await listeningServer(folderForTest(), { under });
  expect(await server.process.stop()).toMatchObject({ code: 0, signal: null });
});

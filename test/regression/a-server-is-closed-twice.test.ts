import { expect, it } from 'vitest';
import { newPeople, openSockets } from '../support/people.ts';
import { startServerForTest } from '../support/test-server.ts';

it('a server that is closed a second time has the same end, and the process lives on', async () => {
  const server = await startServerForTest();
  const sockets = await openSockets(server.url, ...(await newPeople(server.url, 'one', 'other')));
  const first = server.close();
  expect(server.close()).toBe(first);
  await first;
  for (const socket of sockets) await socket.next('server_closing');
  await server.close();
});

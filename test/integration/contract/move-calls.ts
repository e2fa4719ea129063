import { newDeviceKey } from '#client/device-key.ts';
import { pathOf } from '#client/requests.ts';
import { SealedTransport } from '#client/sealed-transport.ts';
import type { Tokens } from '#protocol/accounts.ts';
import type { EndpointDeclaration } from '#protocol/endpoint.ts';
import { parseMoveLink } from '#protocol/invite-link.ts';
import * as move from '#protocol/move.ts';
import type { MoveContent } from '#protocol/move.ts';
import { password, personOf, rest, say, startConversation } from '../../support/rest.ts';
import { newPeople } from '../../support/people.ts';
import { upload, someBytes } from '../attachments/support/files.ts';
import type { Exchange } from './exchange.ts';

interface SealedParts {
  params?: Record<string, string>;
  query?: Record<string, number>;
  body?: unknown;
}

/** Calls of one device, over sealed channels; their answers are held to the contract, too. */
function sealedCalls(exchange: Exchange, url: string) {
  const deviceKey = newDeviceKey();
  const transport = new SealedTransport(url, { deviceKey, expectedServerKey: null });
  const call = async (
    endpoint: EndpointDeclaration,
    expected: string,
    { params = {}, query = {}, body }: SealedParts = {},
  ): Promise<unknown> => {
    const answer = await transport.request({
      method: endpoint.method,
      path: pathOf(endpoint.path, params, query),
      body,
      answersBytes: endpoint.path.includes('database') || endpoint.path.includes('files'),
      accessToken: null,
      timeoutMs: 20_000,
    });
    const isJson = answer.body !== undefined;
    exchange.hold(endpoint, expected, {
      status: answer.status,
      headers: { ...answer.headers, ...(isJson && { 'content-type': 'application/json' }) },
      bytes: isJson ? Buffer.from(JSON.stringify(answer.body)) : Buffer.from(answer.bytes ?? []),
    });
    return answer.body;
  };
  return { call, close: () => transport.close() };
}

/** A move that is given up, and one that is completed. */
export async function meetMove(exchange: Exchange, url: string): Promise<void> {
  const { body } = await rest<Tokens>(url, 'POST', '/auth/register', {
    json: { username: 'host', password },
  });
  const host = personOf(url, body);
  const [ann] = await newPeople(url, 'ann');
  await host.post('/friends/requests', { user_id: ann.id });
  await ann.post('/friends/requests', { user_id: host.id });
  const { id } = await upload(url, host, someBytes(2_000));
  await say(host, await startConversation(host, ann), 'a file', { attachments: [id] });
  for (const endpoint of [move.getMove, move.withdrawMove]) {
    await exchange.call(host, endpoint, '200');
  }
  await meetStrangers(exchange);
  const { call, close } = sealedCalls(exchange, url);
  await call(move.joinMove, '409 MOVE_OVER', { body: { code: 'made up' } });
  const begin = async () => {
    const { link } = await exchange.call(host, move.offerMove, '200');
    await call(move.joinMove, '200', { body: { code: parseMoveLink(link ?? '').code } });
  };
  await begin();
  const { files } = (await call(move.copyMove, '200', {
    body: { is_last: false },
  })) as MoveContent;
  const sealed = { params: { name: files[0]?.name ?? '' } };
  await call(move.fetchMoveDatabase, '200', { query: { first: 0 } });
  const beyond = { query: { first: 2 ** 40 } };
  await call(move.fetchMoveDatabase, '416 RANGE_NOT_SATISFIABLE', beyond);
  await call(move.fetchMoveFile, '200', { ...sealed, query: { first: 0 } });
  const name = '01980000-0000-7000-8000-000000000000';
  await call(move.fetchMoveFile, '404 NOT_FOUND', { params: { name }, query: { first: 0 } });
  await call(move.fetchMoveFile, '416 RANGE_NOT_SATISFIABLE', { ...sealed, ...beyond });
  await call(move.confirmMoveCopy, '200');
  await call(move.awaitMoveChange, '200', { query: { after: 0 } });
  await call(move.giveUpMove, '200');
  await begin();
  await call(move.endStandby, '200');
  await begin();
  await call(move.copyMove, '200', { body: { is_last: true } });
  await call(move.completeMove, '200', { body: { addresses: ['127.0.0.1:9'], epoch: 2 ** 40 } });
  await close();
}

/** Over the plain API nobody is the successor. */
async function meetStrangers(exchange: Exchange): Promise<void> {
  await exchange.call(null, move.joinMove, '403 FORBIDDEN', { body: { code: 'made up' } });
  await exchange.call(null, move.copyMove, '409 MOVE_OVER', { body: { is_last: false } });
  const query = '?first=0';
  await exchange.call(null, move.fetchMoveDatabase, '409 MOVE_OVER', { query });
  const params = { name: '01980000-0000-7000-8000-000000000000' };
  await exchange.call(null, move.fetchMoveFile, '409 MOVE_OVER', { params, query });
  const body = { addresses: ['127.0.0.1:9'], epoch: 7 };
  await exchange.call(null, move.completeMove, '409 MOVE_OVER', { body });
  await exchange.call(null, move.confirmMoveCopy, '409 MOVE_OVER');
  await exchange.call(null, move.awaitMoveChange, '409 MOVE_OVER', { query: '?after=0' });
  await exchange.call(null, move.endStandby, '409 MOVE_OVER');
  await exchange.call(null, move.giveUpMove, '409 MOVE_OVER');
}

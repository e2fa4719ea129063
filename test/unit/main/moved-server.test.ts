import { expect, it } from 'vitest';
import { ClientError } from '#client/chat-client.ts';
import { whereIs } from '../../../src/main/session/moved-server.ts';
import type { AskServer } from '../../../src/main/trust/ask-server.ts';
import { informationOf } from './support/samples.ts';

/** Who answers at each address, under which key and epoch. */
const answering: Record<string, { key: string; epoch?: number }> = {
  'http://10.0.0.1:8000': { key: 'another', epoch: 9 },
  'http://10.0.0.2:8000': { key: 'ours', epoch: 2 },
  'http://10.0.0.3:8000': { key: 'ours', epoch: 3 },
};

const ask: AskServer = (url, isTrusted) => {
  const there = answering[url];
  if (there === undefined) return Promise.reject(new ClientError('UNREACHABLE', `No ${url}`));
  const { key, epoch } = there;
  return Promise.resolve(
    isTrusted(key)
      ? { trusted: true, information: { ...informationOf(key), epoch } }
      : { trusted: false, publicKey: key },
  );
};

it('a server that has moved is where its key answers that is not behind, and nowhere else', async () => {
  const server = {
    url: 'http://10.0.0.9:8000',
    information: informationOf('ours'),
    hostedHere: true,
  };
  const addresses = ['10.0.0.4:8000', '10.0.0.1:8000', '10.0.0.2:8000', '10.0.0.3:8000'];
  const surroundings = { ask, localServer: () => null };
  expect(await whereIs(surroundings, server, { addresses, epoch: 3 })).toMatchObject({
    ...{ url: 'http://10.0.0.3:8000', hostedHere: false },
  });
});

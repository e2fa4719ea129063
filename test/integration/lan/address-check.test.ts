import { expect, it } from 'vitest';
import { checkAddress } from '../../../src/main/hosting/address-check.ts';
import { startServerForTest } from '../../support/test-server.ts';

it('the server is known at an address by the key that it holds', async () => {
  const { url, identity } = await startServerForTest();
  const { host: address } = new URL(url);
  const found = await checkAddress(address, identity.publicKey);
  expect(found).toEqual({ address, result: 'answers' });
});

it('a server with another key is another program', async () => {
  const [one, other] = [await startServerForTest(), await startServerForTest()];
  const { host: address } = new URL(one.url);
  const found = await checkAddress(address, other.identity.publicKey);
  expect(found).toEqual({ address, result: 'another-program' });
});

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import type { Browsing } from '../../../src/main/lan/browse.ts';
import { folderForTest, listeningServer } from '../../support/server-process.ts';
import { SmallNetwork } from '../../support/small-network.ts';
import { Listener } from './support/listener.ts';

/** Two computers on a switch: a server goes on one of them, the app listens on the other. */
function makeNetwork() {
  const network = new SmallNetwork('10.77.1');
  onTestFinished(() => {
    network.remove();
  });
  const serverAddress = network.addComputer('host');
  const appAddress = network.addComputer('desk');
  return { network, serverAddress, appAddress };
}

/** The plain API stands in for the app's own way of joining, which does not matter here. */
const everywhere = ['--host', '0.0.0.0', '--port', '8000', '--plain-api'];

/** The last of two options of one name is the one that counts. */
function serverOn(network: SmallNetwork, ...more: string[]) {
  const options = [...everywhere, '--name', 'The workshop', ...more];
  return listeningServer(folderForTest(), { options, under: network.on('host') });
}

const hearsNobody = ({ servers }: Browsing) => servers.length === 0;
const hearsSomebody = ({ servers }: Browsing) => servers.length > 0;
const asked = ({ tried }: Browsing) => tried.length > 0;

/** What a person's computer gets from an address that they typed. */
async function askByAddress(network: SmallNetwork, url: string): Promise<string> {
  const [command, ...args] = [
    ...network.on('desk'),
    process.execPath,
    '--eval',
    'fetch(process.argv[1]).then(async (a) => console.log(a.status, await a.text()))',
    url,
  ];
  return (await promisify(execFile)(command, args)).stdout;
}

it('a server is heard as it comes, with what is needed to join it, and as it goes', async () => {
  const { network, serverAddress, appAddress } = makeNetwork();
  const listener = new Listener(network, 'desk');
  const before = await listener.until(asked);
  expect(before).toEqual({
    servers: [],
    tried: [{ interface: expect.any(String) as string, address: appAddress, asked: true }],
  });

  const server = await serverOn(network);
  const { servers } = await listener.until(hearsSomebody);
  const information = JSON.parse(
    (await askByAddress(network, `http://${serverAddress}:8000/api/v1/server`)).slice(
      '200 '.length,
    ),
  ) as { public_key: string; fingerprint: string };
  expect(servers).toEqual([
    {
      instance: expect.stringContaining('._futuretalk._tcp.local') as string,
      name: 'The workshop',
      publicKey: information.public_key,
      fingerprint: information.fingerprint,
      port: 8000,
      addresses: [serverAddress],
    },
  ]);

  // By its goodbye: for mere silence the app would wait longer than this test.
  await server.process.stop();
  await listener.until(hearsNobody);
});

it('a server is heard that was there before', async () => {
  const { network } = makeNetwork();
  await serverOn(network);
  const { servers } = await new Listener(network, 'desk').until(hearsSomebody);
  expect(servers).toHaveLength(1);
});

it('two servers of one name are two, and one that is not to be announced is none', async () => {
  const { network } = makeNetwork();
  const listener = new Listener(network, 'desk');
  await serverOn(network, '--no-announce');
  await serverOn(network, '--port', '8001', '--host', '127.0.0.1');
  await serverOn(network, '--port', '8002');
  await serverOn(network, '--port', '8003');
  const { servers } = await listener.until((browsing) => browsing.servers.length >= 2);
  expect(servers.map(({ port }) => port).sort()).toEqual([8002, 8003]);
});

it('a server that falls silent is forgotten, and heard again when it is back', async () => {
  const { network } = makeNetwork();
  await serverOn(network);
  const listener = new Listener(network, 'desk', [1_000]);
  await listener.until(hearsSomebody);
  network.setCable('host', false);
  await listener.until(hearsNobody);
  network.setCable('host', true);
  await listener.until(hearsSomebody);
});

it('where multicast does not get through it is said where was asked, and the address still works', async () => {
  const { network, serverAddress, appAddress } = makeNetwork();
  network.setMulticast(false);
  const { url } = await serverOn(network);
  expect(url).toBe('http://127.0.0.1:8000');
  const listener = new Listener(network, 'desk');
  const { tried } = await listener.until(asked);
  expect(tried).toMatchObject([{ address: appAddress, asked: true }]);
  const answer = await askByAddress(network, `http://${serverAddress}:8000/api/v1/server`);
  expect(answer).toContain('The workshop');
  // Nothing was heard all that time; it was the switch, for it is heard as soon as that lets it.
  expect(listener.changes).toBe(1);
  network.setMulticast(true);
  await listener.until(hearsSomebody);
});

it('a computer without a network says so, and hears of one that it joins', async () => {
  const { network } = makeNetwork();
  await serverOn(network);
  network.addLoneComputer('train');
  const listener = new Listener(network, 'train');
  expect(await listener.until(() => true)).toEqual({ servers: [], tried: [] });
  network.connect('train');
  await listener.until(hearsSomebody);
});

/** Takes mDNS's port on a computer for itself alone, as some programs do. */
async function occupyPort(network: SmallNetwork, computer: string): Promise<void> {
  const script =
    "require('dgram').createSocket('udp4').bind(5353, '0.0.0.0', () => console.log('bound'))";
  const [command, ...args] = [...network.on(computer), process.execPath, '--eval', script];
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  await once(child.stdout, 'data');
}

it('a server that cannot be announced runs all the same, and says so in its log', async () => {
  const { network, serverAddress } = makeNetwork();
  await occupyPort(network, 'host');
  const server = await serverOn(network);
  const answer = await askByAddress(network, `http://${serverAddress}:8000/api/v1/server`);
  expect(answer).toContain('The workshop');
  const { code, stderr } = await server.process.stop();
  expect(code).toBe(0);
  expect(stderr).toContain('cannot be announced');
  expect(stderr).toContain(serverAddress);
});

it('an app that cannot ask says where', async () => {
  const { network, appAddress } = makeNetwork();
  await occupyPort(network, 'desk');
  const listener = new Listener(network, 'desk');
  const { tried } = await listener.until((browsing) => browsing.tried.some((each) => !each.asked));
  expect(tried).toMatchObject([{ address: appAddress, asked: false }]);
});

import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { portCheck } from '#server/doctor/port-check.ts';
import { found, told } from './support/context.ts';
import type { Printed } from './support/context.ts';

const holder = createServer();
let port = 0;

beforeAll(async () => {
  holder.listen(0, '127.0.0.1');
  await once(holder, 'listening');
  ({ port } = holder.address() as AddressInfo);
});
afterAll(() => holder.close());

/** In the form that Windows 11 prints it in: not recorded there. */
const netstat = (listensOn: number) => `
Active Connections

  Proto  Local Address          Foreign Address        State           PID
  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       1012
  TCP    127.0.0.1:${String(listensOn)}         0.0.0.0:0              LISTENING       4312
  TCP    192.168.1.20:50712     140.82.112.26:443      ESTABLISHED     7716
`;
/** In the form that macOS 14 prints it in: not recorded there. */
const lsof = 'p4312\ncnode\nf22\n';
const lsofOf = (asked: number) => `lsof -nP -iTCP:${String(asked)} -sTCP:LISTEN -Fpc`;

it.each<[NodeJS.Platform, string, (asked: number) => Printed, RegExp]>([
  [
    'win32',
    'names its holder',
    (asked) => ({ 'netstat -ano -p TCP': netstat(asked) }),
    /in use by another program: a program \(process 4312\)/,
  ],
  [
    'win32',
    'does not see its holder',
    () => ({ 'netstat -ano -p TCP': netstat(1) }),
    /in use by another program\. Stop that/,
  ],
  ['win32', 'lacks the program', () => ({}), /in use by another program\. Stop that/],
  [
    'darwin',
    'names its holder',
    (asked) => ({ [lsofOf(asked)]: lsof }),
    /in use by another program: node \(process 4312\)/,
  ],
  ['darwin', 'shows it to root alone', () => ({}), /in use by another program\. Stop that/],
])('of a port that is taken, %s %s', async (platform, _, printedOf, expected) => {
  const options = ['--port', String(port)];
  const findings = await found(portCheck, { options, platform, printed: printedOf(port) });
  expect(told(findings)).toMatch(expected);
});

it('of a port that is taken, Linux may not show the holder', async () => {
  const options = ['--port', String(port)];
  const findings = await found(portCheck, { options, platform: 'linux', files: {} });
  expect(told(findings)).toMatch(/in use by another program\. Stop that/);
});

it.each([
  [{ options: ['--port', '0'] }, /^ok: A free port is picked/],
  [
    { served: { pid: 7, port: 8000 } },
    /^ok: The server of this data folder has port 8000 \(process 7\)/,
  ],
  [
    { options: ['--host', '192.0.2.1', '--port', '0'] },
    /^problem: This computer cannot listen on 192\.0\.2\.1/,
  ],
])('of %j it says %s', async (seen, expected) => {
  expect(told(await found(portCheck, seen))).toMatch(expected);
});

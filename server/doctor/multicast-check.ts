import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import MulticastDns from 'multicast-dns';
import { lanAddresses } from '../lan/lan-addresses.ts';
import { openMulticastSocket } from '../lan/multicast-socket.ts';
import { note, ok, warning } from './finding.ts';
import type { Check, DoctorContext, Finding } from './finding.ts';

const hearingMs = 3_000;

/** Whether what is said over mDNS leaves and comes in, on each interface that neighbours are on. */
export const multicastCheck: Check = {
  name: 'multicast',
  async look({ settings }: DoctorContext): Promise<Finding[]> {
    if (!settings.announce) return [ok('The server is not to be announced')];
    const addresses = lanAddresses(settings.host, networkInterfaces());
    if (addresses.length === 0) return [note('There is no network to announce the server on')];
    return Promise.all(addresses.map(lookAt));
  },
};

async function lookAt(address: string): Promise<Finding> {
  const todo =
    'People on this network type the address, or use an invite link; the network or its firewall may forbid multicast (UDP 5353, 224.0.0.251)';
  try {
    return (await hearsItself(address))
      ? ok(`The announcement is heard on ${address}`)
      : warning(`Nothing that is announced on ${address} is heard there`, todo);
  } catch (cause) {
    const { code = 'no reason given' } = cause as { code?: string };
    return warning(`Nothing can be announced on ${address} (${code})`, todo);
  }
}

/** Asks for a name that nobody has, and waits for the question to come back. */
async function hearsItself(address: string): Promise<boolean> {
  const name = `future-talk-doctor-${randomBytes(8).toString('hex')}.local`;
  const socket = await openMulticastSocket(address);
  const dns = MulticastDns({ socket, bind: false, multicast: false });
  const heard = new Promise<boolean>((resolve, reject) => {
    const timer = setTimeout(() => {
      resolve(false);
    }, hearingMs);
    dns.on('query', ({ questions }) => {
      if (!questions.some((question) => question.name === name)) return;
      clearTimeout(timer);
      resolve(true);
    });
    dns.once('error', (cause: Error) => {
      clearTimeout(timer);
      reject(cause);
    });
  });
  try {
    dns.query({ questions: [{ name, type: 'TXT' }] });
    return await heard;
  } finally {
    const closed = once(socket, 'close');
    dns.destroy();
    await closed;
  }
}

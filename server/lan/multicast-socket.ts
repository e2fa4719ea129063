import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { once } from 'node:events';

const group = '224.0.0.251';
const port = 5353;
/** RFC 6762, section 11: what came from farther away would have less. */
const timeToLive = 255;

/**
 * A socket that speaks and hears mDNS on one interface, beside other programs that do. Rejects
 * when the port or the group cannot be had there.
 * @param address the interface's IPv4 address
 */
export async function openMulticastSocket(address: string): Promise<Socket> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  try {
    socket.bind(port, '0.0.0.0');
    await once(socket, 'listening');
    socket.addMembership(group, address);
    socket.setMulticastInterface(address);
    socket.setMulticastTTL(timeToLive);
    // A second copy of the app on this computer hears it too.
    socket.setMulticastLoopback(true);
    return socket;
  } catch (cause) {
    socket.close();
    throw cause;
  }
}

import { platform } from '#platform';
import { getServer } from '#protocol/server.ts';
import type { ServerInformation } from '#protocol/server.ts';
import { toBase64Url } from './base64.ts';
import { ClientError } from './client-error.ts';
import { newDeviceKey } from './device-key.ts';
import { Requests } from './requests.ts';
import { SealedTransport } from './sealed-transport.ts';
import type { SealedOptions } from './sealed-transport.ts';
import type { Transport } from './transport.ts';

const probeTimeoutMs = 5_000;

/** What answers at a URL, over the plain API. Throws UNREACHABLE or NOT_A_SERVER within seconds. */
export async function probe(url: string): Promise<ServerInformation> {
  return ask(platform.plainTransport(url));
}

export interface SealedProbe {
  information: ServerInformation;
  /** The key that the server has proved to hold: 32 bytes. */
  serverKey: Uint8Array;
}

/**
 * The same over a sealed channel, under a key that is thrown away: nothing about this device is shown
 * to a server that nobody has decided to trust.
 */
export async function probeSealed(
  url: string,
  onServerKey: SealedOptions['onServerKey'] = () => true,
): Promise<SealedProbe> {
  const deviceKey = newDeviceKey();
  const transport = new SealedTransport(url, { deviceKey, expectedServerKey: null, onServerKey });
  const information = await ask(transport);
  const { serverKey } = transport;
  const proved = serverKey === null ? '' : toBase64Url(serverKey);
  if (serverKey === null || information.public_key !== proved) {
    const detail = 'The server names another key than the one it holds';
    throw new ClientError('NOT_A_SERVER', detail);
  }
  return { information, serverKey };
}

async function ask(transport: Transport): Promise<ServerInformation> {
  try {
    return await new Requests(transport).send(getServer, {}, null, probeTimeoutMs);
  } finally {
    await transport.close();
  }
}

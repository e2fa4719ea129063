import { ClientError } from '#client/client-error.ts';
import { newDeviceKey } from '#client/device-key.ts';
import { Requests } from '#client/requests.ts';
import { SealedTransport } from '#client/sealed-transport.ts';
import { getServer } from '#protocol/server.ts';
import { readGrant } from './standby-grant.ts';
import type { Standing } from './standing.ts';

/** A server that starts is not kept waiting for longer by a computer that does not answer. */
const answerTimeoutMs = 2_000;

/**
 * Before a server serves again: whether the computer that stood by for it has taken over meanwhile. It
 * has to show the server's own key, and a higher epoch; then the folder is marked as moved.
 */
export async function askWhoStoodBy(
  standing: Standing,
  { dataFolder, identity }: { dataFolder: string; identity: { publicKey: string } },
): Promise<void> {
  const addresses = readGrant(dataFolder)?.addresses ?? [];
  const asked = addresses.map((address) => epochAt(`http://${address}`, identity.publicKey));
  const epoch = Math.max(0, ...(await Promise.all(asked)));
  if (epoch > standing.mark.epoch) standing.move({ addresses, epoch });
}

/** 0 where no server with this key answers. */
async function epochAt(url: string, publicKey: string): Promise<number> {
  const expectedServerKey = Uint8Array.from(Buffer.from(publicKey, 'base64url'));
  const transport = new SealedTransport(url, { deviceKey: newDeviceKey(), expectedServerKey });
  const late = new Promise<number>((resolve) => {
    setTimeout(resolve, answerTimeoutMs, 0).unref();
  });
  try {
    return await Promise.race([late, askAt(transport)]);
  } finally {
    void transport.close();
  }
}

async function askAt(transport: SealedTransport): Promise<number> {
  try {
    const information = await new Requests(transport).send(getServer, {}, null, answerTimeoutMs);
    return information.epoch ?? 0;
  } catch (cause) {
    if (cause instanceof ClientError) return 0;
    throw cause;
  }
}

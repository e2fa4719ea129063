import type { AgreementKey, NoisePrimitives } from '#protocol/noise/noise-primitives.ts';
import { nodePrimitives } from '#protocol/noise/node-primitives.ts';
import { SealedHandshake } from '#protocol/noise/sealed-handshake.ts';
import type { SealedSession, SealedSessionBounds } from '#protocol/noise/sealed-session.ts';

export interface SealedPair {
  client: SealedSession;
  server: SealedSession;
  clientKey: AgreementKey;
  serverKey: AgreementKey;
}

interface PairOptions extends Partial<SealedSessionBounds> {
  clientPrimitives?: NoisePrimitives;
  serverPrimitives?: NoisePrimitives;
}

/** Both sides of a handshake that nothing has been said in yet. */
export function newHandshakes({ clientPrimitives, serverPrimitives }: PairOptions = {}) {
  const ofClient = clientPrimitives ?? nodePrimitives;
  const ofServer = serverPrimitives ?? nodePrimitives;
  const clientKey = ofClient.generateKey();
  const serverKey = ofServer.generateKey();
  const client = new SealedHandshake({
    primitives: ofClient,
    role: 'initiator',
    staticKey: clientKey,
  });
  const server = new SealedHandshake({
    primitives: ofServer,
    role: 'responder',
    staticKey: serverKey,
  });
  return { client, server, clientKey, serverKey };
}

/** Two sessions that have just shaken hands. */
export function sealedPair(options: PairOptions = {}): SealedPair {
  const { client, server, clientKey, serverKey } = newHandshakes(options);
  server.read(client.write());
  client.read(server.write());
  server.read(client.write());
  const bounds = { receiveMaxBytes: 1_000_000, ...options };
  return { client: client.finish(bounds), server: server.finish(bounds), clientKey, serverKey };
}

/** What the other side makes of the messages, the last one's content. */
export function openAll(session: SealedSession, messages: readonly Uint8Array[]): unknown {
  const contents = messages.map((message) => session.open(message));
  for (const early of contents.slice(0, -1)) {
    if (early !== null) throw new Error('content before the last message');
  }
  const last = contents.at(-1);
  return last?.kind === 'json' ? JSON.parse(last.text) : last;
}

import { z } from 'zod';
import type { EpochMark } from '#client/chat-client.ts';

/** A server that the app has been joined to, by the key that was trusted then. */
export const knownServer = z.object({
  /** X25519, base64url. */
  publicKey: z.string(),
  name: z.string(),
  /** Host and port, such as `192.168.1.5:8000`, the latest first. */
  addresses: z.array(z.string()),
  /** The newest server with this key that was met; none for one that never moved. */
  epoch: z.object({ epoch: z.int(), proof: z.string() }).optional(),
});
export type KnownServer = z.infer<typeof knownServer>;

export type KeyVerdict =
  { kind: 'known' } | { kind: 'new' } | { kind: 'changed'; before: KnownServer };

const serversMax = 200;
const addressesMax = 16;

/**
 * What to think of a key that is shown at an address. Where the address is known, only its own key
 * will do, not even that of another known server: what is sent there is meant for the one known.
 */
export function judgeKey(
  known: readonly KnownServer[],
  address: string,
  publicKey: string,
): KeyVerdict {
  const before = known.find(({ addresses }) => addresses.includes(address));
  if (before !== undefined && before.publicKey !== publicKey) return { kind: 'changed', before };
  const isKnown = known.some((server) => server.publicKey === publicKey);
  return isKnown ? { kind: 'known' } : { kind: 'new' };
}

/** With this server as the latest; its address is from now on no other server's. */
export function withServer(
  known: readonly KnownServer[],
  { publicKey, name, address }: { publicKey: string; name: string; address: string },
): KnownServer[] {
  const before = known.find((server) => server.publicKey === publicKey);
  const earlier = before?.addresses.filter((each) => each !== address) ?? [];
  const addresses = [address, ...earlier].slice(0, addressesMax);
  const others = known
    .filter((server) => server.publicKey !== publicKey)
    .map((server) => ({
      ...server,
      addresses: server.addresses.filter((each) => each !== address),
    }));
  const epoch = before?.epoch;
  const latest = { publicKey, name, addresses, ...(epoch && { epoch }) };
  return [latest, ...others].slice(0, serversMax);
}

/** From now on no older server with this key is used. */
export function withEpoch(
  known: readonly KnownServer[],
  publicKey: string,
  epoch: EpochMark,
): KnownServer[] {
  return known.map((server) => (server.publicKey === publicKey ? { ...server, epoch } : server));
}

/** The newest server with this key that was met; null where none is known, or it never moved. */
export function epochOf(known: readonly KnownServer[], publicKey: string): EpochMark | null {
  return known.find((server) => server.publicKey === publicKey)?.epoch ?? null;
}

import type { RemoteInfo } from 'node:dgram';
import type { ResponsePacket } from 'multicast-dns';
import { announcedServiceType, announcement } from '#protocol/announcement.ts';

/** What is asked for: every server's instance of the service. */
export const serviceName = `_${announcedServiceType}._tcp.local`;

/** What one answer says about one server. */
export interface HeardAnnouncement {
  /** Its name in DNS-SD, unique on the network. */
  instance: string;
  /** X25519 identity, base64url; anybody may claim it. */
  publicKey: string;
  name: string;
  fingerprint: string;
  port: number;
  /** IPv4, the one most likely to be reached first. */
  addresses: string[];
}

export interface HeardPacket {
  announcements: HeardAnnouncement[];
  /** Instances that say goodbye. */
  goodbyes: string[];
}

type Answer = ResponsePacket['answers'][number];

const addressesMax = 8;

/** Reads an answer from the network. What is not to do with servers, or not whole, is passed over. */
export function readPacket(
  packet: Pick<ResponsePacket, 'answers' | 'additionals'>,
  sender: Pick<RemoteInfo, 'address'>,
): HeardPacket {
  const records = [...packet.answers, ...packet.additionals];
  const heard: HeardPacket = { announcements: [], goodbyes: [] };
  for (const record of records) {
    if (record.type !== 'PTR' || !sameName(record.name, serviceName)) continue;
    if (record.ttl === 0) {
      heard.goodbyes.push(record.data);
      continue;
    }
    const announced = readInstance(record.data, records, sender.address);
    if (announced !== null) heard.announcements.push(announced);
  }
  return heard;
}

function readInstance(
  instance: string,
  records: readonly Answer[],
  sender: string,
): HeardAnnouncement | null {
  let target: { host: string; port: number } | null = null;
  let text: Record<string, string> = {};
  for (const record of records) {
    if (!sameName(record.name, instance)) continue;
    if (record.type === 'SRV') target = { host: record.data.target, port: record.data.port };
    if (record.type === 'TXT') text = readText(record.data);
  }
  const parsed = announcement.safeParse(text);
  if (!parsed.success || target === null || target.port === 0) return null;
  const { id, name, fp } = parsed.data;
  const addresses = addressesOf(target.host, records, sender);
  return { instance, publicKey: id, name, fingerprint: fp, port: target.port, addresses };
}

/**
 * The sender's is the one that answers here, of all that a computer may have. Where it is none of
 * them a router has carried the answer over from another network, and the sender is that router.
 */
function addressesOf(host: string, records: readonly Answer[], sender: string): string[] {
  const named = records.flatMap((record) =>
    record.type === 'A' && sameName(record.name, host) ? [record.data] : [],
  );
  const inOrder = named.length === 0 || named.includes(sender) ? [sender, ...named] : named;
  return [...new Set(inOrder)].slice(0, addressesMax);
}

function readText(data: string | Buffer | (string | Buffer)[]): Record<string, string> {
  const entries = [data].flat().map((entry) => entry.toString('utf8'));
  return Object.fromEntries(
    entries.map((entry) => {
      const split = entry.indexOf('=');
      return split < 1 ? [entry, ''] : [entry.slice(0, split), entry.slice(split + 1)];
    }),
  );
}

/** Names in DNS are the same in small and capital letters. */
function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

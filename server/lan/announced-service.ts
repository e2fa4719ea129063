import type { ServiceConfig } from 'bonjour-service';
import { announcedServiceType } from '#protocol/announcement.ts';
import type { Announcement } from '#protocol/announcement.ts';

/** What RFC 1035 allows for one part of a name, and RFC 6763 for one entry of a TXT record. */
const labelMaxBytes = 63;
const textEntryMaxBytes = 255;

export interface AnnouncedServer {
  name: string;
  port: number;
  publicKey: string;
  fingerprint: string;
}

/** The server as a service of DNS-SD; nothing about the people on it. */
export function announcedService(server: AnnouncedServer): ServiceConfig {
  const txt: Announcement = {
    v: '1',
    id: server.publicKey,
    name: clip(server.name, textEntryMaxBytes - 'name='.length),
    fp: server.fingerprint,
  };
  return {
    name: instanceName(server),
    type: announcedServiceType,
    protocol: 'tcp',
    port: server.port,
    // Not the computer's own name, which its operating system answers for.
    host: `future-talk-${shortHash(server.publicKey)}.local`,
    txt,
    // The name is unique already; on a clash the library would write to standard output and give up.
    probe: false,
    disableIPv6: true,
  };
}

/** Two servers may be called the same: the beginning of the fingerprint tells them apart. */
function instanceName({ name, fingerprint }: AnnouncedServer): string {
  const distinction = ` (${fingerprint.replace(/ .*$/s, '')})`;
  const ownWords = name.replaceAll('.', '-');
  return clip(ownWords, labelMaxBytes - Buffer.byteLength(distinction)) + distinction;
}

/** Letters and digits only, for a host name. */
function shortHash(publicKey: string): string {
  return Buffer.from(publicKey, 'base64url').subarray(0, 5).toString('hex');
}

/** As many whole characters as fit. */
function clip(text: string, maxBytes: number): string {
  let clipped = '';
  let bytes = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > maxBytes) break;
    clipped += character;
  }
  return clipped;
}

import { z } from 'zod';

/** How a server is found on its network: `_futuretalk._tcp` in DNS-SD over mDNS (RFC 6763, 6762). */
export const announcedServiceType = 'futuretalk';

/**
 * The TXT record. Anybody on the network can send one: it says whom to ask, and proves nothing.
 * Each entry with its key is at most 255 bytes.
 */
export const announcement = z.object({
  v: z.literal('1'),
  /** The server's X25519 identity, 32 bytes in base64url without padding. */
  id: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  name: z.string().min(1).max(250),
  /** The identity's fingerprint. */
  fp: z.string().min(1).max(250),
});
export type Announcement = z.infer<typeof announcement>;

import { z } from 'zod';
import type { Words } from '#messages/catalogue.ts';
import { limits } from '#protocol/limits.ts';
import type { InviteStatus } from '#protocol/server.ts';
import { defineCall } from './call.ts';

/** Whom the host lets in: anyone who can reach this computer, or those with an invite code. */
export const audience = z.enum(['anyone', 'invited']);
export type Audience = z.infer<typeof audience>;

export type HostingState =
  | { status: 'stopped' }
  | { status: 'starting'; name: string; audience: Audience }
  | {
      status: 'running';
      name: string;
      audience: Audience;
      port: number;
      /** Addresses others can type, such as `192.168.1.5:8000`; the most likely first. */
      addresses: string[];
      /** People without the app may take part in a browser. */
      guests: boolean;
      /** Of the server's key, for others to compare. */
      fingerprint: string;
      /** How often the server process died and was started again since hosting began. */
      restarts: number;
      /** The operating system runs it, with or without the app. */
      byService: boolean;
    }
  /** A server comes to this computer; `done` goes from 0 to 1 in each step. */
  | { status: 'arriving'; step: 'copying' | 'finishing'; done: number }
  /** The server that was here is on another computer, at these addresses. */
  | { status: 'moved'; name: string; audience: Audience; addresses: string[] }
  | { status: 'restarting'; name: string; audience: Audience; restarts: number }
  | {
      status: 'failed';
      name: string;
      audience: Audience;
      problem: Words;
      /** The recovery key would help. */
      keyLost?: true;
    };

/** What came back when this computer asked for its server at one of its own addresses. */
export interface AddressCheck {
  address: string;
  result: 'answers' | 'another-program' | 'no-answer';
}

/** Why the operating system cannot run the server. */
export type ServiceObstacle = 'no-systemd' | 'appimage' | 'portable';

export interface HostingService {
  /** Null where it can. */
  obstacle: ServiceObstacle | null;
  /** Whether it goes on after logout, and starts before anybody has signed in. */
  startsWithoutLogin: boolean;
  /** What allows that, to be typed once; null where there is no such command. */
  lingerCommand: string | null;
}

export const serverName = z.string().trim().min(1).max(64);
const port = z.int().min(1).max(65_535);

export const hostingCalls = {
  getHostingState: defineCall<HostingState>()(z.undefined()),
  /** Starts the server on this computer and makes it the app's server. `port` 8000 or the next free one unless given. */
  startHosting: defineCall<HostingState>()(
    z.object({ name: serverName, audience, port: port.optional() }),
  ),
  stopHosting: defineCall<void>()(z.undefined()),
  /** Restarts the server with another audience; people reconnect by themselves. */
  setAudience: defineCall<HostingState>()(z.object({ audience })),
  /** The same with or without the page for people without the app. */
  setGuests: defineCall<HostingState>()(z.object({ guests: z.boolean() })),
  getHostingService: defineCall<HostingService>()(z.undefined()),
  /** Lets the operating system run the server, or the app again; people reconnect by themselves. */
  setHostingService: defineCall<HostingState>()(z.object({ wanted: z.boolean() })),
  /** Asks for the server at each of its addresses; none while it does not run. */
  checkAddresses: defineCall<AddressCheck[]>()(z.undefined()),
  createInvite: defineCall<{ code: string; link: string; expires_at: string | null }>()(
    z.object({
      max_uses: z.int().min(1).max(limits.inviteUsesMax).optional(),
      expires_in: z.int().min(1).max(limits.inviteLifetimeMaxSeconds).optional(),
    }),
  ),
  listInvites: defineCall<InviteStatus[]>()(z.undefined()),
  revokeInvite: defineCall<void>()(z.object({ code: z.string().max(64) })),
};

export interface HostingEvents {
  hostingChanged: HostingState;
}

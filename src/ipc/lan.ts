import { z } from 'zod';
import { defineCall } from './call.ts';

/** A server that announces itself on a network of this computer. It proves nothing by that. */
export interface LanServer {
  /** Unique on the network and the same as long as the server is there. */
  id: string;
  name: string;
  /** IPv4 without the port, the one most likely to be reached first. */
  addresses: string[];
  port: number;
  /** The identity that it claims, base64url; whoever joins it holds it to that. */
  publicKey: string;
  fingerprint: string;
  /** The app has been joined to a server with this key before. */
  known: boolean;
}

export interface LanState {
  servers: LanServer[];
  /** Where it was looked for servers; `asked` false where the question could not be sent. */
  tried: { interface: string; address: string; asked: boolean }[];
}

export const lanCalls = {
  /** From now on `lanChanged` tells what can be heard; answers what has been heard so far. */
  watchLan: defineCall<LanState>()(z.undefined()),
  stopWatchingLan: defineCall<void>()(z.undefined()),
};

export interface LanEvents {
  lanChanged: LanState;
}

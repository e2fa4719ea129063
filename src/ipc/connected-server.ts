import type { ServerInformation } from '#protocol/server.ts';

export interface ConnectedServer {
  /** Such as `http://192.168.1.5:8000`. */
  url: string;
  information: ServerInformation;
  /** This very copy of the app hosts it. */
  hostedHere: boolean;
}

import { networkInterfaces } from 'node:os';

/** The host that a link for other people names: the one listened on, or this computer's on the LAN. */
export function publicHost(listeningOn: string): string {
  if (listeningOn !== '0.0.0.0' && listeningOn !== '::') return listeningOn;
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const outside = addresses.filter((each) => !each.internal);
  const chosen = outside.find((each) => each.family === 'IPv4') ?? outside[0];
  return chosen?.address ?? '127.0.0.1';
}

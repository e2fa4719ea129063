import type { NetworkInterfaceInfo } from 'node:os';

/**
 * This computer's IPv4 addresses on which neighbours can reach a server that listens on `host`:
 * none where that is this computer alone.
 */
export function lanAddresses(
  host: string,
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>,
): string[] {
  const outside = Object.values(interfaces)
    .flatMap((each) => each ?? [])
    .filter((each) => each.family === 'IPv4' && !each.internal)
    .map((each) => each.address);
  if (host === '0.0.0.0' || host === '::') return outside;
  return outside.filter((address) => address === host);
}

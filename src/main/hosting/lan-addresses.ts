import type { NetworkInterfaceInfo } from 'node:os';

type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

/** Bridges and tunnels of containers and virtual machines, which no neighbour can reach. */
const virtualInterface = /^(docker|veth|br-|virbr|vmnet|vboxnet|vEthernet|podman|cni|lxc)/i;

/**
 * What others may type to reach a port of this computer, the most likely first. Only IPv4, since
 * the hosted server listens on IPv4; loopback when there is no network at all.
 */
export function listReachableAddresses(interfaces: Interfaces, port: number): string[] {
  const candidates = Object.entries(interfaces).flatMap(([name, infos]) =>
    (infos ?? [])
      .filter((info) => info.family === 'IPv4' && !info.internal)
      .map((info) => ({ address: info.address, rank: rankOf(name, info.address) })),
  );
  const sorted = candidates.toSorted((one, other) => one.rank - other.rank);
  const addresses = [...new Set(sorted.map((candidate) => candidate.address))];
  return (addresses.length > 0 ? addresses : ['127.0.0.1']).map((address) => `${address}:${port}`);
}

function rankOf(interfaceName: string, address: string): number {
  if (virtualInterface.test(interfaceName)) return 3;
  if (address.startsWith('169.254.')) return 2;
  return isPrivate(address) ? 0 : 1;
}

/** RFC 1918. */
function isPrivate(address: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address);
}

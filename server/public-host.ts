import type { NetworkInterfaceInfo } from 'node:os';

/** Bridges of containers and virtual machines, which no neighbour can reach. */
const virtualInterface = /^(docker|veth|br-|virbr|vmnet|vboxnet|vEthernet|podman|cni|lxc)/i;

/**
 * The hosts that a link for other people names: the one listened on, or this computer's on its
 * networks, the likeliest first; loopback where there is no network at all.
 */
export function publicHosts(
  listeningOn: string,
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>,
): string[] {
  if (listeningOn !== '0.0.0.0' && listeningOn !== '::') return [listeningOn];
  const candidates = Object.entries(interfaces).flatMap(([name, addresses]) =>
    (addresses ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address }) => ({ address, rank: rankOf(name, address) })),
  );
  const ranked = candidates.toSorted((one, other) => one.rank - other.rank);
  const hosts = [...new Set(ranked.map(({ address }) => address))];
  return hosts.length > 0 ? hosts : ['127.0.0.1'];
}

function rankOf(interfaceName: string, address: string): number {
  if (virtualInterface.test(interfaceName)) return 2;
  return address.startsWith('169.254.') ? 1 : 0;
}

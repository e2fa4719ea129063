import { networkInterfaces } from 'node:os';
import type { NetworkInterfaceInfo } from 'node:os';

/** One IPv4 address of this computer and the interface that has it. */
export interface LanInterface {
  interface: string;
  address: string;
}

/** Those that lead to other computers. */
export function lanInterfaces(
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]> = networkInterfaces(),
): LanInterface[] {
  return Object.entries(interfaces).flatMap(([name, infos]) =>
    (infos ?? [])
      .filter((info) => info.family === 'IPv4' && !info.internal)
      .map(({ address }) => ({ interface: name, address })),
  );
}

/** The operating systems tell programs of Node's kind nothing: they have to look. */
const lookEveryMs = 3_000;

/** Calls when the addresses of this computer have changed; answers the function that ends it. */
export function watchNetwork(onChanged: () => void): () => void {
  let before = JSON.stringify(lanInterfaces());
  const timer = setInterval(() => {
    const now = JSON.stringify(lanInterfaces());
    if (now === before) return;
    before = now;
    onChanged();
  }, lookEveryMs);
  return () => {
    clearInterval(timer);
  };
}

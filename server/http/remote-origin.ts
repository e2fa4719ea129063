import type { HttpResponse } from './uws.ts';
import type { Origin } from '../access/caller.ts';
import { isLoopbackAddress } from './origins.ts';

/** Where a plain request comes from. To be asked before the first await. */
export function remoteOrigin(response: HttpResponse): Origin {
  const remoteAddress = Buffer.from(response.getRemoteAddressAsText()).toString('latin1');
  return { remoteAddress, isLoopback: isLoopbackAddress(remoteAddress), sealed: null };
}

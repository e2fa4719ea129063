import { ClientError } from './client-error.ts';

/** The origin in a server's address. Throws ClientError. */
export function originOf(url: string): URL {
  if (URL.canParse(url)) {
    const origin = new URL(url);
    if (origin.protocol === 'http:' || origin.protocol === 'https:') return origin;
  }
  throw new ClientError('UNREACHABLE', `${url} is not the address of a server`);
}

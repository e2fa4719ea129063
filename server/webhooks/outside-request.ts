import { lookup as systemLookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.ts';

export interface OutsideOptions {
  /** Whether this computer and private networks may be asked, too. */
  allowsPrivate: boolean;
  /** Asked once a request; what it answers is what is connected to. */
  lookup?: typeof systemLookup;
  signal: AbortSignal;
  /** From the first look at the name to the answer's status. */
  timeoutMs: number;
}

/** An address that is not asked; said before anything is sent. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError';

  constructor(host: string) {
    super(`${host} is of this computer or of a private network`);
  }
}

/** Whether a URL names an address that is not asked. A name may still lead to one. */
export function namesPrivateAddress(url: string): boolean {
  const host = hostOf(new URL(url));
  return isIP(host) !== 0 && !isPublicAddress(host);
}

/**
 * Posts JSON to somewhere that others have named, and answers the status. No more of the answer is read,
 * and no redirection followed.
 * @throws PrivateAddressError, or what kept the request from being answered in time
 */
export function postOutside(
  url: string,
  { headers, body }: { headers: Record<string, string>; body: string },
  { allowsPrivate, lookup = systemLookup, signal, timeoutMs }: OutsideOptions,
): Promise<number> {
  const target = new URL(url);
  const host = hostOf(target);
  if (!allowsPrivate && namesPrivateAddress(url))
    return Promise.reject(new PrivateAddressError(host));
  const request = target.protocol === 'https:' ? requestHttps : requestHttp;
  const late = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve, reject) => {
    const asked = request(target, {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
      },
      // None is kept: the next request looks the name up anew, and is checked anew.
      agent: false,
      lookup: allowsPrivate ? lookup : publicOnly(lookup),
      signal: AbortSignal.any([signal, late]),
    });
    asked.on('error', (cause) => {
      reject(late.aborted ? new Error(`no answer in ${String(timeoutMs / 1_000)} s`) : cause);
    });
    asked.once('response', (response) => {
      resolve(Number(response.statusCode));
      response.on('error', reject);
      response.destroy();
    });
    asked.end(body);
  });
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

/**
 * Looks a name up for the connection itself: what was checked is what is connected to, whatever the
 * name means a moment later.
 */
function publicOnly(lookup: typeof systemLookup): LookupFunction {
  return (host, options, callback) => {
    lookup(host, { ...options, all: true }, (cause, found) => {
      // With a cause, Node gives no list, whatever its types say.
      if (cause !== null) {
        callback(cause, '');
        return;
      }
      const [first] = found as LookupAddress[] | [undefined];
      if (first === undefined || !found.every(({ address }) => isPublicAddress(address))) {
        callback(new PrivateAddressError(host), '');
      } else if (options.all === true) callback(null, found);
      else callback(null, first.address, first.family);
    });
  };
}

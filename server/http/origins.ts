const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether an address is this very computer's: IPv4, IPv6 or IPv4 mapped into IPv6. */
export function isLoopbackAddress(address: string): boolean {
  return (
    address.startsWith('127.') ||
    address === '::1' ||
    address === '0000:0000:0000:0000:0000:0000:0000:0001' ||
    /^(0000:0000:0000:0000:0000:ffff:7f|::ffff:127\.)/i.test(address)
  );
}

/** Whether a page is the server's own: it came from the very name under which it now asks. */
export function isOriginOf(origin: string, host: string): boolean {
  return URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}

/** What pages may send, besides what every page may: signing in, ranges, and tus 1.0.0. */
const readHeaders = [
  'Authorization',
  'Content-Type',
  'Range',
  'Tus-Resumable',
  'Upload-Length',
  'Upload-Metadata',
  'Upload-Offset',
  'X-HTTP-Method-Override',
  'X-Request-Id',
];
/** What pages may read of an answer. */
const shownHeaders = [
  'Retry-After',
  'Location',
  'Tus-Resumable',
  'Tus-Version',
  'Tus-Extension',
  'Tus-Max-Size',
  'Upload-Length',
  'Upload-Offset',
  'Upload-Expires',
  'Accept-Ranges',
  'Content-Disposition',
  'Content-Length',
  'Content-Range',
  'X-Request-Id',
];

/** Which web pages may use the server: those of this computer and a list of the host's own. */
export class AllowedOrigins {
  readonly #own: ReadonlySet<string>;

  /** @param own further origins, such as `https://intranet.example` */
  constructor(own: readonly string[]) {
    this.#own = new Set(own.map((each) => new URL(each).origin));
  }

  allows(origin: string): boolean {
    if (this.#own.has(origin)) return true;
    if (!URL.canParse(origin)) return false;
    const { protocol, hostname } = new URL(origin);
    return /^https?:$/.test(protocol) && loopbackHosts.has(hostname);
  }

  /** CORS headers (Fetch standard) for an answer to a page; none where the page may not read it. */
  headersFor(origin: string): Record<string, string> {
    if (!this.allows(origin)) return {};
    return {
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
      'Access-Control-Allow-Headers': readHeaders.join(', '),
      'Access-Control-Expose-Headers': shownHeaders.join(', '),
      'Access-Control-Max-Age': '600',
      Vary: 'Origin',
    };
  }
}

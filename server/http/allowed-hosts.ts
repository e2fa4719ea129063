import { hostname } from 'node:os';
import { isIP } from 'node:net';

/**
 * The names under which requests may reach this server. A page elsewhere can give its own name this
 * computer's address (DNS rebinding) and would then be of one origin with the server: its requests
 * still carry that name as `Host`. An address cannot be given away like that.
 */
export class AllowedHosts {
  readonly #names: ReadonlySet<string>;

  /** @param own further names, such as `chat.example` */
  constructor(own: readonly string[], computer: string = hostname()) {
    const name = computer.toLowerCase();
    this.#names = new Set(['localhost', name, `${name}.local`, ...own.map(lowerCase)]);
  }

  /** @param host as in the request's `Host`, with or without a port */
  allows(host: string): boolean {
    const name = host.replace(/:\d{1,5}$/, '').toLowerCase();
    const address = /^\[(.*)\]$/.exec(name)?.[1] ?? name;
    return isIP(address) !== 0 || this.#names.has(name.replace(/\.$/, ''));
  }
}

function lowerCase(text: string): string {
  return text.toLowerCase();
}

import { AppError } from '#protocol/errors.ts';
import type { Origin } from '../access/caller.ts';
import type { AllowedHosts } from './allowed-hosts.ts';

export interface PlainApiGateOptions {
  /** Other machines may use the plain API too. */
  isOpenToAll: boolean;
  /** Null over TLS, where a certificate says for which names the server stands. */
  hosts: AllowedHosts | null;
}

/**
 * Whether plain REST and plain WebSockets are answered. What travels unsealed between machines can be
 * read by anybody on the way, so other machines get it only where the host has said so, or over TLS.
 */
export class PlainApiGate {
  readonly #options: PlainApiGateOptions;

  constructor(options: PlainApiGateOptions) {
    this.#options = options;
  }

  /**
   * @param host the request's `Host`
   * @throws AppError PLAIN_API_REFUSED, HOST_NOT_ALLOWED
   */
  require({ isLoopback }: Pick<Origin, 'isLoopback'>, host: string): void {
    if (!isLoopback && !this.#options.isOpenToAll) throw new AppError('PLAIN_API_REFUSED');
    this.requireHost(host);
  }

  /**
   * For what any machine may ask for, under the server's own names only.
   * @throws AppError HOST_NOT_ALLOWED
   */
  requireHost(host: string): void {
    if (!this.allowsHost(host)) throw new AppError('HOST_NOT_ALLOWED');
  }

  allowsHost(host: string): boolean {
    return this.#options.hosts?.allows(host) !== false;
  }
}

import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { StartupError } from '../startup-error.ts';

/** PEM files: the certificate with its chain, and its private key. */
export interface TlsFiles {
  certFile: string;
  keyFile: string;
}

/** @throws StartupError for files that cannot be read or do not belong together: uWS would not say */
export function requireTlsFiles({ certFile, keyFile }: TlsFiles): void {
  const cert = read(certFile);
  const key = read(keyFile);
  try {
    createSecureContext({ cert, key });
  } catch (cause) {
    throw new StartupError(
      `${certFile} and ${keyFile} are not a certificate and its key: ${(cause as Error).message}`,
      { cause },
    );
  }
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new StartupError(`${file} cannot be read`, { cause });
  }
}

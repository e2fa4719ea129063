import { createRequire } from 'node:module';
import type * as UWebSockets from 'uWebSockets.js';
import { StartupError } from '../startup-error.ts';

export type WebApp = UWebSockets.TemplatedApp;
export type HttpRequest = UWebSockets.HttpRequest;
export type ListenSocket = UWebSockets.us_listen_socket;
export type SocketContext = UWebSockets.us_socket_context_t;

/** Without what stands for any other name, beside which nothing could be left out. */
type Named<T> = { [K in keyof T as string extends K ? never : K]: T[K] };

/**
 * Text is handed over as bytes, in UTF-8: the builds for Node 24 write a string's letters between U+0080 and
 * U+00FF as one byte each, and fewer bytes than were announced (docs/adr/0122-bytes-for-the-network-library.md).
 */
export interface HttpResponse extends Omit<
  Named<UWebSockets.HttpResponse>,
  'end' | 'tryEnd' | 'write'
> {
  end(body?: Uint8Array): unknown;
  tryEnd(piece: Uint8Array, totalBytes: number): [boolean, boolean];
}

/** Text as bytes, as in `HttpResponse`. */
export interface WebSocket<Data> extends Omit<
  UWebSockets.WebSocket<Data>,
  'send' | 'sendFirstFragment' | 'sendFragment' | 'sendLastFragment' | 'publish'
> {
  send(message: Uint8Array, isBinary: boolean): number;
}

let loaded: typeof UWebSockets | undefined;

/**
 * uWebSockets.js, which is one native file for each system and Node: the only part of the server that may not
 * fit the computer.
 * @throws StartupError that says what does not fit and what to do.
 */
export function uws(): typeof UWebSockets {
  try {
    // A CommonJS module whose names ESM does not see.
    loaded ??= createRequire(import.meta.url)('uWebSockets.js') as typeof UWebSockets;
  } catch (cause) {
    throw new StartupError(whyNotLoaded(String(cause), hereAndNow()), { cause });
  }
  return loaded;
}

interface Computer {
  node: string;
  system: string;
  /** Of the C library; undefined where it is another one. */
  glibc: string | undefined;
}

/** @param message what uWebSockets.js's loader says, with the system's own reason in it */
export function whyNotLoaded(message: string, { node, system, glibc }: Computer): string {
  const [, wanted] = /version [`']GLIBC_([\d.]+)' not found/.exec(message) ?? [];
  if (wanted !== undefined) {
    return (
      `Under Node ${node} the server needs glibc ${wanted} or newer, and this computer has ` +
      `${glibc ?? 'another C library'}: run it under Node 20, which needs glibc 2.27, or on a newer system ` +
      '(Debian 13, Ubuntu 24.04, RHEL 10)'
    );
  }
  if (/Cannot find module/.test(message)) {
    return (
      `The server has no build for Node ${node} on ${system}: run it under Node 20, 22 or 24, on Linux with ` +
      'glibc, macOS or Windows'
    );
  }
  return `The server's network library does not load under Node ${node} on ${system}: ${message}`;
}

function hereAndNow(): Computer {
  const report = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return {
    node: process.versions.node,
    system: `${process.platform} ${process.arch}`,
    glibc: report.header.glibcVersionRuntime,
  };
}

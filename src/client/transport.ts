import type { Method } from '#protocol/endpoint.ts';
import type { ClientError } from './client-error.ts';

/**
 * The only thing the client knows about the wire. Plain HTTP with a WebSocket is one form of it; a
 * sealed channel that carries both can take its place without a change above.
 */
export interface Transport {
  /** Rejects with ClientError UNREACHABLE or NOT_A_SERVER; any status is an answer. */
  request(request: TransportRequest): Promise<TransportResponse>;
  /** Never throws: what goes wrong is told to the listener, and that not before this returns. */
  openSocket(path: string, accessToken: string, listener: SocketListener): TransportSocket;
  /** The same server at another address, where the transport can tell that it is. */
  moveTo?(url: string): void;
  /** Cuts off whatever is under way and answers once nothing of it is left; ask nothing after. */
  close(): Promise<void>;
}

export interface TransportRequest {
  method: Method;
  /** With its query. */
  path: string;
  /** Those that the endpoint declares; names in lower case. */
  headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; left out when undefined. */
  body?: unknown;
  /** Sent as they are, instead of a body: at most `limits.sealedBytesMax`. */
  bytes?: Uint8Array;
  /** Whether a success is to come as bytes, whatever its type: a file may be JSON too. */
  answersBytes?: boolean;
  accessToken: string | null;
  timeoutMs: number;
}

export interface TransportResponse {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  /** The JSON value, or undefined when the answer was none. */
  body: unknown;
  /** Of a success that `answersBytes`. */
  bytes?: Uint8Array;
}

export interface TransportSocket {
  /** Ignored unless open. */
  send(text: string): void;
  close(): void;
}

export interface SocketListener {
  onMessage(text: string): void;
  /** Once, also when the socket never opened. */
  onClose(end: SocketEnd): void;
}

export interface SocketEnd {
  /** The close code (RFC 6455); 1006 when there was none. */
  code: number;
  /** The HTTP status that refused the upgrade; null when it was not refused. */
  refusedStatus: number | null;
  /** What ended it, where more is known than the code. */
  failure?: ClientError;
}

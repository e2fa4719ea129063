import { WebSocket } from 'ws';
import { limits } from '#protocol/limits.ts';
import { messageMaxBytes } from '#protocol/noise/noise-primitives.ts';
import type { Wire, WireListener } from './wire.ts';

const socketOptions = {
  handshakeTimeout: limits.sealedHandshakeTimeoutMs,
  /** Milliseconds that the other side may take over the closing handshake. */
  closeTimeout: 2_000,
  maxPayload: messageMaxBytes,
  perMessageDeflate: false,
};

export function openNodeWire(url: URL, listener: WireListener): Wire {
  const socket = new WebSocket(url, socketOptions);
  socket.on('open', () => {
    listener.onOpen();
  });
  socket.on('message', (data, isBinary) => {
    // One Buffer a message: what `ws` is asked for.
    listener.onMessage(isBinary && Buffer.isBuffer(data) ? data : null);
  });
  socket.on('unexpected-response', (_request, response) => {
    listener.onRefused(response.statusCode ?? 0);
    socket.terminate();
  });
  // Without a listener an error would be thrown; 'close' follows each.
  socket.on('error', (cause) => {
    listener.onError(cause);
  });
  socket.on('close', (code, reason) => {
    listener.onClose(code, reason.toString());
  });
  return {
    get bufferedAmount() {
      return socket.bufferedAmount;
    },
    send: (frame, onSent) => {
      // An error ends the socket, which is told elsewhere.
      if (onSent === undefined) socket.send(frame);
      else socket.send(frame, onSent);
    },
    close: (code, reason) => {
      if (socket.readyState < WebSocket.CLOSING) socket.close(code, reason);
    },
    terminate: () => {
      socket.terminate();
    },
  };
}

import type { Wire, WireListener } from './wire.ts';

/** A page is not told when the network has taken something: it looks again after so long. */
const lookAgainMs = 15;
/** What may be on its way before the next piece waits. */
const underwayMaxBytes = 65_536;

/** A page learns nothing of why a WebSocket did not open: a refusal is an error like any other. */
export function openBrowserWire(url: URL, listener: WireListener): Wire {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('open', () => {
    listener.onOpen();
  });
  socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    listener.onMessage(data instanceof ArrayBuffer ? new Uint8Array(data) : null);
  });
  socket.addEventListener('error', () => {
    listener.onError(undefined);
  });
  socket.addEventListener('close', ({ code, reason }) => {
    listener.onClose(code, reason);
  });
  return {
    get bufferedAmount() {
      return socket.bufferedAmount;
    },
    send: (frame, onSent) => {
      // Of a closing socket the page would only be told on the console.
      if (socket.readyState === WebSocket.OPEN) socket.send(Uint8Array.from(frame));
      if (onSent !== undefined) whenTaken(socket, onSent);
    },
    close: (code, reason) => {
      if (socket.readyState < WebSocket.CLOSING) socket.close(code, reason);
    },
    terminate: () => {
      socket.close();
    },
  };
}

function whenTaken(socket: WebSocket, onTaken: () => void): void {
  setTimeout(() => {
    const isTaken = socket.bufferedAmount < underwayMaxBytes;
    if (isTaken || socket.readyState !== WebSocket.OPEN) onTaken();
    else whenTaken(socket, onTaken);
  }, lookAgainMs);
}

import { platform } from '#platform';
import type { ChatClientEvents, ChatClientOptions } from './chat-client-options.ts';
import type { EventEmitter } from './event-emitter.ts';
import { SealedTransport } from './sealed-transport.ts';
import type { Transport } from './transport.ts';

/** The way to the server that the options ask for; what it says of the server's place is passed on. */
export function transportFor(
  { url, sealed, transport }: ChatClientOptions,
  events: EventEmitter<ChatClientEvents>,
): Transport {
  if (transport !== undefined) return transport;
  if (sealed === undefined) return platform.plainTransport(url);
  return new SealedTransport(url, sealed, {
    onNewEpoch: (mark) => {
      events.emit('newEpoch', mark);
    },
    onMoved: (moved) => {
      events.emit('serverMoved', moved);
    },
  });
}

import type { ChatClient } from '#client/chat-client.ts';
import type { ServerEvent } from '#protocol/events.ts';
import type { SendEvent } from '../ipc/events.ts';

/** Passes on what a client says, in the order in which it says it. */
export function forwardClientEvents(
  client: ChatClient,
  send: SendEvent,
  onServerEvent: (event: ServerEvent) => void,
): void {
  client.on('event', (event) => {
    send('serverEvent', event);
    onServerEvent(event);
  });
  client.on('resynchronised', (event) => {
    send('resynchronised', event);
  });
  client.on('outgoingChanged', (message) => {
    send('outgoingChanged', message);
  });
  client.on('outgoingSettled', (settled) => {
    send('outgoingSettled', settled);
  });
}

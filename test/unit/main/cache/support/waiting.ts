import { randomUUID } from 'node:crypto';
import type { OutgoingMessage } from '#client/chat-client.ts';
import { talk } from '../../support/samples.ts';

/** A message on its way, as the outbox queues it. */
export function waiting(content: string, parts: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    client_message_id: randomUUID(),
    conversation_id: talk,
    content,
    reply_to_message_id: null,
    self_destruct_timer: null,
    message_type: 'text',
    attachments: [],
    created_at: '2026-01-02T03:04:05.000Z',
    state: 'sending',
    failure: null,
    ...parts,
  };
}

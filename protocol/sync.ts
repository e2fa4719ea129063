import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { cursor } from './identifiers.ts';
import { limits } from './limits.ts';
import { replayableEvent } from './events.ts';

export const sync = defineEndpoint({
  method: 'GET',
  path: '/api/v1/messages/sync',
  summary: 'Everything that concerned you after the cursor; without one, the present cursor',
  tag: 'sync',
  access: 'user',
  scope: 'events:read',
  query: z.object({
    cursor: cursor.optional(),
    limit: z.int().min(1).max(limits.syncPageMax).default(limits.syncPageDefault),
  }),
  answers: {
    200: z.object({
      events: z.array(replayableEvent),
      next_cursor: cursor,
      has_more: z.boolean(),
    }),
  },
});

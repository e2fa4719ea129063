import { z } from 'zod';
import { user } from './accounts.ts';
import { defineEndpoint } from './endpoint.ts';
import { timestamp, userId } from './identifiers.ts';

export const managedUser = user.extend({
  is_admin: z.boolean(),
  disabled: z.boolean(),
  online: z.boolean(),
  last_seen_at: timestamp.nullable(),
});
export type ManagedUser = z.infer<typeof managedUser>;

export const listManagedUsers = defineEndpoint({
  method: 'GET',
  path: '/api/v1/admin/users',
  summary: 'List every account',
  tag: 'admin',
  access: 'admin',
  answers: { 200: z.array(managedUser) },
});

export const updateManagedUser = defineEndpoint({
  method: 'PATCH',
  path: '/api/v1/admin/users/{user_id}',
  summary: 'Disable an account, which ends its sessions at once, or enable it again',
  tag: 'admin',
  access: 'admin',
  params: z.object({ user_id: userId }),
  body: z.object({ disabled: z.boolean() }),
  answers: { 200: managedUser },
  errors: ['USER_NOT_FOUND', 'FORBIDDEN'],
});

export const getStatistics = defineEndpoint({
  method: 'GET',
  path: '/api/v1/admin/stats',
  summary: 'How much there is and how fast it goes',
  tag: 'admin',
  access: 'admin',
  answers: {
    200: z.object({
      users: z.int(),
      online: z.int(),
      messages: z.int(),
      database_bytes: z.int(),
      attachment_bytes: z.int(),
      uptime_seconds: z.number(),
      send_latency_ms: z.object({ p50: z.number().nullable(), p99: z.number().nullable() }),
    }),
  },
});

import { z } from 'zod';
import { acknowledgement } from './acknowledgement.ts';
import { epoch } from './connection.ts';
import { defineEndpoint } from './endpoint.ts';
import { timestamp } from './identifiers.ts';
import { limits } from './limits.ts';

export const registration = z.enum(['open', 'invite', 'closed']);
export type Registration = z.infer<typeof registration>;

export const serverInformation = z.object({
  name: z.string(),
  version: z.string(),
  registration,
  /** The server's X25519 identity, base64url without padding. */
  public_key: z.string(),
  /** The same in a form that people compare. */
  fingerprint: z.string(),
  /** Which of those with this key is the server: the highest. An older server does not say it. */
  epoch: epoch.optional(),
  limits: z.record(z.string(), z.number()),
});
export type ServerInformation = z.infer<typeof serverInformation>;

export const invite = z.object({
  code: z.string(),
  link: z.string(),
  expires_at: timestamp.nullable(),
});

export const inviteStatus = invite.extend({
  created_at: timestamp,
  uses: z.int(),
  max_uses: z.int().nullable(),
});
export type InviteStatus = z.infer<typeof inviteStatus>;

export const getServer = defineEndpoint({
  method: 'GET',
  path: '/api/v1/server',
  summary: 'What this server is and whom it lets in',
  tag: 'server',
  access: 'open',
  answers: { 200: serverInformation },
});

export const getHealth = defineEndpoint({
  method: 'GET',
  path: '/api/v1/health',
  summary: 'Whether the server can write to its database',
  tag: 'server',
  access: 'open',
  answers: { 200: z.object({ status: z.literal('ok') }) },
  errors: ['NOT_READY'],
});

export const createInvite = defineEndpoint({
  method: 'POST',
  path: '/api/v1/invites',
  summary: 'Make an invite code',
  tag: 'server',
  access: 'admin',
  body: z.object({
    max_uses: z.int().min(1).max(limits.inviteUsesMax).optional(),
    expires_in: z.int().min(1).max(limits.inviteLifetimeMaxSeconds).optional(),
  }),
  answers: { 201: invite },
});

export const listInvites = defineEndpoint({
  method: 'GET',
  path: '/api/v1/invites',
  summary: 'List invite codes',
  tag: 'server',
  access: 'admin',
  answers: { 200: z.array(inviteStatus) },
});

export const revokeInvite = defineEndpoint({
  method: 'DELETE',
  path: '/api/v1/invites/{code}',
  summary: 'Revoke an invite code',
  tag: 'server',
  access: 'admin',
  params: z.object({ code: z.string().min(1).max(64) }),
  answers: { 200: acknowledgement },
  errors: ['INVITE_NOT_FOUND'],
});

import { z } from 'zod';
import { displayName, user } from './accounts.ts';
import { defineEndpoint } from './endpoint.ts';
import { timestamp, userId } from './identifiers.ts';
import { limits } from './limits.ts';
import { scope } from './scopes.ts';

/** Without the mark that is put behind it. */
export const botName = z
  .string()
  .toLowerCase()
  .regex(
    /^[a-z0-9_.-]{3,32}$/,
    'must be 3 to 32 characters: letters a to z, digits, dot, dash, underscore',
  );

export const botScopes = z
  .array(scope)
  .min(1)
  .max(scope.options.length)
  .refine((scopes) => new Set(scopes).size === scopes.length, 'names a scope twice');

export const bot = z.object({
  /** The username ends in `[bot]`, as no person's can. */
  user,
  scopes: z.array(scope),
  online: z.boolean(),
  last_seen_at: timestamp,
  /** Its token is good for nothing since then; null while it is. */
  revoked_at: timestamp.nullable(),
});
export type Bot = z.infer<typeof bot>;

export const newBot = z.object({
  name: botName,
  display_name: displayName.optional(),
  scopes: botScopes,
});

/** The token is told once: the server keeps what it can be known by, and not the token. */
export const madeBot = z.object({ bot, token: z.string().max(limits.botTokenMaxCharacters) });
export type MadeBot = z.infer<typeof madeBot>;

export const createBot = defineEndpoint({
  method: 'POST',
  path: '/api/v1/admin/bots',
  summary: 'Make a bot, or give one whose token was revoked a new token and new scopes',
  tag: 'bots',
  access: 'admin',
  body: newBot,
  answers: { 201: madeBot },
  errors: ['USERNAME_TAKEN'],
});

export const listBots = defineEndpoint({
  method: 'GET',
  path: '/api/v1/admin/bots',
  summary: 'List every bot',
  tag: 'bots',
  access: 'admin',
  answers: { 200: z.array(bot) },
});

export const revokeBot = defineEndpoint({
  method: 'DELETE',
  path: '/api/v1/admin/bots/{user_id}',
  summary: 'Revoke a bot’s token, which closes its sockets at once; what it wrote stays',
  tag: 'bots',
  access: 'admin',
  params: z.object({ user_id: userId }),
  answers: { 200: bot },
  errors: ['BOT_NOT_FOUND'],
});

import { z } from 'zod';
import { displayName, password, username } from '#protocol/accounts.ts';
import { botName, newBot } from '#protocol/bots.ts';
import { webhookId } from '#protocol/identifiers.ts';
import { limits } from '#protocol/limits.ts';
import { updateRetention } from '#protocol/retention.ts';

/** What can be asked of a server at its own computer. */
export const operations = {
  invite: z.object({
    max_uses: z.int().min(1).max(limits.inviteUsesMax).optional(),
    expires_in: z.int().min(1).max(limits.inviteLifetimeMaxSeconds).optional(),
  }),
  'add-user': z.object({
    username,
    password,
    display_name: displayName.optional(),
    is_admin: z.boolean(),
  }),
  'set-disabled': z.object({ username, disabled: z.boolean() }),
  'reset-password': z.object({ username, password }),
  'list-users': z.object({}),
  retention: z.object({}),
  'set-retention': updateRetention.body,
  'add-bot': newBot,
  'list-bots': z.object({}),
  'revoke-bot': z.object({ name: botName }),
  'list-webhooks': z.object({}),
  'remove-webhook': z.object({ webhook_id: webhookId }),
  move: z.object({}),
  status: z.object({}),
} as const;

export type OperationName = keyof typeof operations;
export type OperationInput<N extends OperationName> = z.infer<(typeof operations)[N]>;

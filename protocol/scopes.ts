import { z } from 'zod';

/** What a bot's token may be good for; a person's is good for everything that is theirs. */
export const scope = z.enum([
  'conversations:read',
  'conversations:write',
  'messages:read',
  'messages:write',
  'files:read',
  'files:write',
  'people:read',
  /** Its own webhooks, in and out; those that go out need `events:read` as well. */
  'webhooks:write',
  /** Everything that concerns the bot, as it happens: texts, too, whatever other scopes it has. */
  'events:read',
]);
export type Scope = z.infer<typeof scope>;

/** What a call asks of a bot: a scope, or nothing, where it is about the bot itself. */
export type NeededScope = Scope | 'self';

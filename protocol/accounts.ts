import { z } from 'zod';
import { acknowledgement } from './acknowledgement.ts';
import { defineEndpoint } from './endpoint.ts';
import { definePassingEvent, defineReplayableEvent } from './event.ts';
import { attachmentId, sessionId, timestamp, userId } from './identifiers.ts';
import { limits } from './limits.ts';
import { visibleName } from './visible-name.ts';
import { boundedText } from './text.ts';

/** Case-folded before it is compared, so that `Alice` and `alice` are one person. */
export const username = z
  .string()
  .toLowerCase()
  .regex(
    /^[a-z0-9_.-]{3,32}$/,
    'must be 3 to 32 characters: letters a to z, digits, dot, dash, underscore',
  );

export const password = boundedText({
  min: limits.passwordMinCharacters,
  max: limits.passwordMaxCharacters,
});

export const displayName = visibleName({ min: 1, max: limits.displayNameMaxCharacters });

export const user = z.object({
  id: userId,
  username: z.string(),
  display_name: z.string(),
  /** Relative to the server; for whoever is signed in. The same until the picture changes. */
  avatar_url: z.string().nullable(),
  created_at: timestamp,
});
export type User = z.infer<typeof user>;

/** The person who is signed in; only they are told whether they administer the server. */
export const ownAccount = user.extend({ is_admin: z.boolean() });
export type OwnAccount = z.infer<typeof ownAccount>;

export const tokens = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  token_type: z.literal('bearer'),
  expires_in: z.int(),
  user: ownAccount,
});
export type Tokens = z.infer<typeof tokens>;

export const session = z.object({
  id: sessionId,
  device_name: z.string(),
  created_at: timestamp,
  last_seen_at: timestamp,
  current: z.boolean(),
});
export type Session = z.infer<typeof session>;

const deviceName = visibleName({ min: 1, max: limits.deviceNameMaxCharacters });

export const register = defineEndpoint({
  method: 'POST',
  path: '/api/v1/auth/register',
  summary: 'Create an account and sign in',
  tag: 'accounts',
  access: 'open',
  rateLimit: 'registration',
  body: z.object({
    username,
    password,
    display_name: displayName.optional(),
    invite_code: z.string().max(64).optional(),
    device_name: deviceName.optional(),
  }),
  answers: { 201: tokens },
  errors: ['USERNAME_TAKEN', 'REGISTRATION_CLOSED', 'INVITE_REQUIRED', 'INVITE_INVALID'],
});

export const login = defineEndpoint({
  method: 'POST',
  path: '/api/v1/auth/login',
  summary: 'Sign in',
  tag: 'accounts',
  access: 'open',
  rateLimit: 'login',
  body: z.object({
    username: z.string().min(1).max(256).toLowerCase(),
    password: z.string().min(1).max(1024),
    device_name: deviceName.optional(),
  }),
  answers: { 200: tokens },
  errors: ['CREDENTIALS_INVALID', 'ACCOUNT_DISABLED'],
});

export const refresh = defineEndpoint({
  method: 'POST',
  path: '/api/v1/auth/refresh',
  summary: 'Exchange a refresh token, which works once, for new tokens',
  tag: 'accounts',
  access: 'open',
  body: z.object({ refresh_token: z.string().min(1).max(512) }),
  answers: { 200: tokens },
  errors: ['REFRESH_TOKEN_INVALID'],
});

export const logout = defineEndpoint({
  method: 'POST',
  path: '/api/v1/auth/logout',
  summary: 'End this session and close its sockets',
  tag: 'accounts',
  access: 'user',
  answers: { 200: acknowledgement },
});

export const getOwnAccount = defineEndpoint({
  method: 'GET',
  path: '/api/v1/auth/me',
  summary: 'Your account',
  tag: 'accounts',
  access: 'user',
  scope: 'self',
  answers: { 200: ownAccount },
});

export const updateOwnAccount = defineEndpoint({
  method: 'PATCH',
  path: '/api/v1/auth/me',
  summary: 'Change your display name or picture',
  tag: 'accounts',
  access: 'user',
  body: z.object({
    display_name: displayName.optional(),
    avatar_id: attachmentId.nullable().optional(),
  }),
  answers: { 200: ownAccount },
  errors: ['ATTACHMENT_NOT_FOUND', 'ATTACHMENT_REFUSED'],
});

export const changePassword = defineEndpoint({
  method: 'POST',
  path: '/api/v1/auth/password',
  summary: 'Change your password; ends every other session',
  tag: 'accounts',
  access: 'user',
  rateLimit: 'login',
  body: z.object({ current_password: z.string().min(1).max(1024), new_password: password }),
  answers: { 200: acknowledgement },
  errors: ['PASSWORD_WRONG'],
});

export const listSessions = defineEndpoint({
  method: 'GET',
  path: '/api/v1/auth/sessions',
  summary: 'List the places where you are signed in',
  tag: 'accounts',
  access: 'user',
  answers: { 200: z.array(session) },
});

export const endSession = defineEndpoint({
  method: 'DELETE',
  path: '/api/v1/auth/sessions/{session_id}',
  summary: 'Sign out somewhere else',
  tag: 'accounts',
  access: 'user',
  params: z.object({ session_id: sessionId }),
  answers: { 200: acknowledgement },
  errors: ['SESSION_NOT_FOUND'],
});

/** To a person, their friends and those who share a conversation: their name or picture is new. */
export const userUpdated = defineReplayableEvent('user_updated', { user });

/** Sent on a socket just before it closes with 4401. */
export const sessionEnded = definePassingEvent('session_ended', {
  session_id: sessionId,
  reason: z.enum([
    'signed_out',
    'ended_elsewhere',
    'password_changed',
    'account_disabled',
    'token_reused',
    'token_expired',
  ]),
});

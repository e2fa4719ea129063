/**
 * The one list of errors: what a caller may be told, the HTTP status it travels under, and whether
 * the same call may succeed later without being changed.
 */
export const errorCatalogue = {
  MALFORMED_REQUEST: { status: 400, retryable: false, detail: 'The request could not be read' },
  MALFORMED_JSON: { status: 400, retryable: false, detail: 'Invalid JSON format' },
  INVALID_PARTICIPANT_COUNT: {
    status: 400,
    retryable: false,
    detail: 'Direct conversations must have exactly 2 participants',
  },
  UNAUTHORIZED: { status: 401, retryable: false, detail: 'Sign in to do this' },
  TOKEN_INVALID: { status: 401, retryable: false, detail: 'The token is invalid or has expired' },
  CREDENTIALS_INVALID: { status: 401, retryable: false, detail: 'Wrong username or password' },
  REFRESH_TOKEN_INVALID: {
    status: 401,
    retryable: false,
    detail: 'The session has ended; sign in again',
  },
  NOT_FRIENDS: {
    status: 403,
    retryable: false,
    detail: 'Can only create conversations with friends',
  },
  NOT_FRIENDS_SEND: { status: 403, retryable: false, detail: 'Can only message friends' },
  FORBIDDEN: { status: 403, retryable: false, detail: 'You may not do this' },
  SCOPE_MISSING: {
    status: 403,
    retryable: false,
    detail: 'This bot was not given the scope for it',
  },
  PASSWORD_WRONG: { status: 403, retryable: false, detail: 'The current password is wrong' },
  REGISTRATION_CLOSED: {
    status: 403,
    retryable: false,
    detail: 'This server does not take new accounts',
  },
  INVITE_REQUIRED: {
    status: 403,
    retryable: false,
    detail: 'An invite code is needed to join this server',
  },
  INVITE_INVALID: {
    status: 403,
    retryable: false,
    detail: 'The invite code is unknown, used up or has expired',
  },
  ACCOUNT_DISABLED: {
    status: 403,
    retryable: false,
    detail: 'This account has been disabled by an administrator',
  },
  ORIGIN_NOT_ALLOWED: {
    status: 403,
    retryable: false,
    detail: 'Pages from this origin may not use this server',
  },
  NOT_FOUND: { status: 404, retryable: false, detail: 'Not found' },
  USER_NOT_FOUND: { status: 404, retryable: false, detail: 'User not found' },
  FRIEND_REQUEST_NOT_FOUND: { status: 404, retryable: false, detail: 'Friend request not found' },
  CONVERSATION_NOT_FOUND: { status: 404, retryable: false, detail: 'Conversation not found' },
  MESSAGE_NOT_FOUND: { status: 404, retryable: false, detail: 'Message not found' },
  ATTACHMENT_NOT_FOUND: { status: 404, retryable: false, detail: 'Attachment not found' },
  SESSION_NOT_FOUND: { status: 404, retryable: false, detail: 'Session not found' },
  INVITE_NOT_FOUND: { status: 404, retryable: false, detail: 'Invite not found' },
  BOT_NOT_FOUND: { status: 404, retryable: false, detail: 'Bot not found' },
  WEBHOOK_NOT_FOUND: { status: 404, retryable: false, detail: 'Webhook not found' },
  METHOD_NOT_ALLOWED: { status: 405, retryable: false, detail: 'Method not allowed' },
  USERNAME_TAKEN: { status: 409, retryable: false, detail: 'That username is taken' },
  ALREADY_FRIENDS: { status: 409, retryable: false, detail: 'You are friends already' },
  MESSAGE_GONE: {
    status: 409,
    retryable: false,
    detail: 'The message has been deleted or has destroyed itself',
  },
  RETENTION_UNCONFIRMED: {
    status: 409,
    retryable: false,
    detail: 'Messages would be removed for good; confirm it',
  },
  TOO_MANY_REACTIONS: {
    status: 409,
    retryable: false,
    detail: 'This message has as many reactions as it can hold',
  },
  TOO_MANY_WEBHOOKS: {
    status: 409,
    retryable: false,
    detail: 'This bot has as many webhooks as it can have',
  },
  UPLOAD_OFFSET_MISMATCH: {
    status: 409,
    retryable: false,
    detail: 'The upload goes on from another place',
  },
  UPLOAD_GONE: { status: 410, retryable: false, detail: 'The upload has been given up' },
  TUS_VERSION: { status: 412, retryable: false, detail: 'This server speaks tus 1.0.0' },
  PAYLOAD_TOO_LARGE: { status: 413, retryable: false, detail: 'The request is too large' },
  ATTACHMENT_TOO_LARGE: { status: 413, retryable: false, detail: 'The file is too large' },
  QUOTA_EXCEEDED: {
    status: 413,
    retryable: false,
    detail: 'Your space for files on this server is used up',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    retryable: false,
    detail: 'Send the body as application/json',
  },
  RANGE_NOT_SATISFIABLE: {
    status: 416,
    retryable: false,
    detail: 'The file has no bytes in this range',
  },
  HOST_NOT_ALLOWED: {
    status: 421,
    retryable: false,
    detail: 'This server is not known by that name; its host can allow it with --allowed-host',
  },
  PLAIN_API_REFUSED: {
    status: 421,
    retryable: false,
    detail:
      'From other computers this server takes sealed connections only: use the Future Talk app, or ask whoever hosts it to start it with --plain-api or with a certificate',
  },
  VALIDATION_ERROR: { status: 422, retryable: false, detail: 'The request is not valid' },
  ATTACHMENT_REFUSED: {
    status: 422,
    retryable: false,
    detail: 'The file cannot be taken as it is',
  },
  RATE_LIMITED: { status: 429, retryable: true, detail: 'Too many requests; try again shortly' },
  INTERNAL_ERROR: { status: 500, retryable: true, detail: 'Something went wrong on the server' },
  MOVE_OVER: {
    status: 409,
    retryable: false,
    detail: 'This move is over, or was never begun; ask for a new link',
  },
  SERVER_MOVING: {
    status: 503,
    retryable: true,
    detail: 'The server is moving to another computer; a moment',
  },
  SERVER_MOVED: {
    status: 503,
    retryable: true,
    detail: 'The server has moved to another computer',
  },
  SERVER_CLOSING: { status: 503, retryable: true, detail: 'The server is shutting down' },
  STORAGE_FULL: { status: 507, retryable: true, detail: 'The server has no room for the file' },
  DATABASE_DAMAGED: {
    status: 500,
    retryable: false,
    detail: 'Part of what the server has stored is damaged; a backup must be restored',
  },
  NOT_READY: { status: 503, retryable: true, detail: 'The server cannot write to its database' },
} as const satisfies Record<string, { status: number; retryable: boolean; detail: string }>;

export type ErrorCode = keyof typeof errorCatalogue;

export interface FieldError {
  /** Dotted path into the request, such as `body.content`. */
  path: string;
  message: string;
}

export interface ErrorDetails {
  /** Replaces the catalogue's sentence where a more exact one helps. */
  detail?: string;
  /** For VALIDATION_ERROR: each field that is wrong. */
  fields?: FieldError[];
  /** For RATE_LIMITED and 503: when the same call may be tried again. */
  retryAfterSeconds?: number;
  /** For METHOD_NOT_ALLOWED: the methods that the path does have. */
  allowedMethods?: readonly string[];
  cause?: unknown;
}

/** An expected failure. Anything else that is thrown becomes INTERNAL_ERROR and is never shown. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fields: FieldError[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly allowedMethods: readonly string[] | undefined;

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(details.detail ?? errorCatalogue[code].detail, { cause: details.cause });
    this.name = 'AppError';
    this.code = code;
    this.fields = details.fields;
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.allowedMethods = details.allowedMethods;
  }

  get status(): number {
    return errorCatalogue[this.code].status;
  }

  get retryable(): boolean {
    return errorCatalogue[this.code].retryable;
  }
}

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(errorCatalogue, value);
}

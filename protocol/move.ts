import { z } from 'zod';
import { acknowledgement } from './acknowledgement.ts';
import { bytesAnswer } from './bytes.ts';
import { epoch } from './connection.ts';
import { defineEndpoint } from './endpoint.ts';
import { definePassingEvent } from './event.ts';
import { timestamp } from './identifiers.ts';
import { limits } from './limits.ts';
import { registration } from './server.ts';

/** Host and port, such as `192.168.1.5:8000` or `[fe80::1]:8000`. */
const address = z
  .string()
  .max(300)
  .regex(/^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+):[1-9]\d{0,4}$/);
export const addresses = z.array(address).max(limits.moveAddressesMax);

/**
 * The server is on another computer now, under the same key; without addresses where this one knows
 * only that. Also the first thing that a sealed channel says on a computer from which it has moved.
 */
export const serverMoved = definePassingEvent('server_moved', { addresses, epoch });
export type ServerMoved = z.infer<typeof serverMoved>;

/**
 * `standing_by`: another computer keeps a copy that follows. `still`: what is new is not taken, until the
 * successor has the last of it.
 */
export const movePhase = z.enum(['none', 'offered', 'copying', 'standing_by', 'still']);
export type MovePhase = z.infer<typeof movePhase>;

/** Why the last move came to nothing; nothing was changed by it. */
export const moveProblem = z.enum(['expired', 'silent', 'slow', 'given_up']);
export type MoveProblem = z.infer<typeof moveProblem>;

export const moveStatus = z.object({
  phase: movePhase,
  /** For whoever takes over; with it all of the server can be had, so it is a secret. */
  link: z.string().nullable(),
  expires_at: timestamp.nullable(),
  /** What the successor has fetched of what there is, in bytes. */
  fetched_bytes: z.int(),
  total_bytes: z.int(),
  /** As of when the copy is that stands by. */
  copied_at: timestamp.nullable(),
  /** The copy that stands by has all that is here, at this moment. */
  copy_is_current: z.boolean(),
  problem: moveProblem.nullable(),
});
export type MoveStatus = z.infer<typeof moveStatus>;

const adminPath = '/api/v1/admin/move';

export const getMove = defineEndpoint({
  method: 'GET',
  path: adminPath,
  summary: 'How far a move to another computer has come',
  tag: 'move',
  access: 'admin',
  answers: { 200: moveStatus },
});

export const offerMove = defineEndpoint({
  method: 'POST',
  path: adminPath,
  summary:
    'Make a link, good once and for an hour, by which another computer takes the server over; only on this computer',
  tag: 'move',
  access: 'admin',
  answers: { 200: moveStatus },
});

export const withdrawMove = defineEndpoint({
  method: 'DELETE',
  path: adminPath,
  summary: 'Give a move up; the server stays where it is',
  tag: 'move',
  access: 'admin',
  answers: { 200: moveStatus },
});

/** Of the successor's calls: over a sealed channel, and after `joinMove` from the same device. */
const successorErrors = ['MOVE_OVER'] as const;

export const joinMove = defineEndpoint({
  method: 'POST',
  path: '/api/v1/move',
  summary: 'Begin to take a server over, by the code of a move link; only over a sealed channel',
  tag: 'move',
  access: 'open',
  body: z.object({
    code: z.string().min(1).max(64),
    /** To stand by, until an administrator ends it: where that computer would serve. */
    stands_by_at: addresses.min(1).optional(),
  }),
  answers: {
    200: z.object({
      name: z.string(),
      registration,
      epoch,
      /** What opens the database file that follows: 64 hexadecimal digits. */
      database_key: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  },
  errors: ['FORBIDDEN', ...successorErrors],
});

/** A sealed file's name in its folder. */
const sealedFileName = z.string().regex(/^[0-9a-f-]{36}(?:\.thumbnail)?$/);

export const moveContent = z.object({
  database_bytes: z.int(),
  /** SHA-256 in base64 of each piece of the database's file: `limits.movePieceBytes` long, the last shorter. */
  pieces: z.array(z.string()),
  files: z.array(z.object({ name: sealedFileName, bytes: z.int() })),
  /** Counts what is written, from an arbitrary beginning: to wait for what comes after this. */
  version: z.int(),
});
export type MoveContent = z.infer<typeof moveContent>;

export const copyMove = defineEndpoint({
  method: 'POST',
  path: '/api/v1/move/content',
  summary:
    'What there is to fetch, as of this moment; the last time the server then takes nothing new until the move is over',
  tag: 'move',
  access: 'open',
  body: z.object({ is_last: z.boolean() }),
  answers: { 200: moveContent },
  errors: successorErrors,
});

export const awaitMoveChange = defineEndpoint({
  method: 'GET',
  path: '/api/v1/move/content',
  summary: 'Answers once something has been written after `after`, and within some seconds anyway',
  tag: 'move',
  access: 'open',
  query: z.object({ after: z.coerce.number().int() }),
  answers: { 200: z.object({ version: z.int() }) },
  errors: successorErrors,
});

const piece = z.object({ first: z.coerce.number().int().min(0) });

export const fetchMoveDatabase = defineEndpoint({
  method: 'GET',
  path: '/api/v1/move/database',
  summary: 'A piece of the database’s file as it was listed, at most a mebibyte from `first` on',
  tag: 'move',
  access: 'open',
  query: piece,
  answers: { 200: bytesAnswer },
  errors: [...successorErrors, 'RANGE_NOT_SATISFIABLE'],
});

export const fetchMoveFile = defineEndpoint({
  method: 'GET',
  path: '/api/v1/move/files/{name}',
  summary: 'A piece of a sealed file, at most a mebibyte from `first` on',
  tag: 'move',
  access: 'open',
  params: z.object({ name: sealedFileName }),
  query: piece,
  answers: { 200: bytesAnswer },
  errors: [...successorErrors, 'NOT_FOUND', 'RANGE_NOT_SATISFIABLE'],
});

export const confirmMoveCopy = defineEndpoint({
  method: 'PUT',
  path: '/api/v1/move/content',
  summary: 'All that was listed is on the computer that stands by',
  tag: 'move',
  access: 'open',
  answers: { 200: acknowledgement },
  errors: successorErrors,
});

export const endStandby = defineEndpoint({
  method: 'DELETE',
  path: '/api/v1/move/content',
  summary: 'The computer that stands by does so no longer',
  tag: 'move',
  access: 'open',
  answers: { 200: acknowledgement },
  errors: successorErrors,
});

export const completeMove = defineEndpoint({
  method: 'PUT',
  path: '/api/v1/move',
  summary:
    'The successor has everything, proved, and is about to serve: from now on this computer only says where',
  tag: 'move',
  access: 'open',
  body: z.object({ addresses: addresses.min(1), epoch }),
  answers: { 200: acknowledgement },
  errors: successorErrors,
});

export const giveUpMove = defineEndpoint({
  method: 'DELETE',
  path: '/api/v1/move',
  summary: 'The successor does not take over; the server goes on where it is',
  tag: 'move',
  access: 'open',
  answers: { 200: acknowledgement },
  errors: successorErrors,
});

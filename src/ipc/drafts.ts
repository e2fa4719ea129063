import { z } from 'zod';
import { draftBody } from '#protocol/drafts.ts';
import type { Draft } from '#protocol/drafts.ts';
import { conversationId } from '#protocol/identifiers.ts';
import { defineCall } from './call.ts';

export const draftCalls = {
  /** Those that the server keeps, with what it could not be told yet in their place. */
  listDrafts: defineCall<Draft[]>()(z.undefined()),
  /** Answers at once: what the server cannot be told now it is told when it is back. */
  saveDraft: defineCall<void>()(draftBody.extend({ conversation_id: conversationId })),
};

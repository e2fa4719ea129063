import { z } from 'zod';
import { previewRetention, updateRetention } from '#protocol/retention.ts';
import type { Retention } from '#protocol/retention.ts';
import { defineCall } from './call.ts';

/** For administrators of the server. */
export const retentionCalls = {
  getRetention: defineCall<Retention>()(z.undefined()),
  /** How many messages would go at once. */
  previewRetention: defineCall<{ messages: number }>()(previewRetention.body),
  setRetention: defineCall<Retention>()(updateRetention.body),
};

import { z } from 'zod';
import type { ServerCondition } from '#protocol/watching.ts';
import { defineCall } from './call.ts';

export const conditionCalls = {
  /** For administrators of the server. */
  getCondition: defineCall<ServerCondition>()(z.undefined()),
};

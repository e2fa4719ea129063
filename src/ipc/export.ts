import { z } from 'zod';
import { defineCall } from './call.ts';

export const exportCalls = {
  /** Asks for a folder; null where the person chose none. */
  exportConversations: defineCall<{ folder: string; conversations: number } | null>()(
    z.undefined(),
  ),
};

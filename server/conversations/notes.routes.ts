import { listNotes } from '#protocol/conversation-notes.ts';
import { ok, route } from '../http/route.ts';
import type { Route } from '../http/route.ts';
import type { NotesService } from './notes.service.ts';

export function noteRoutes(notes: NotesService): Route[] {
  return [
    route(listNotes, async ({ caller, params, query }) =>
      ok(
        await notes.page(caller, params.conversation_id, {
          limit: query.limit,
          fromSeq: query.from_seq,
          toSeq: query.to_seq ?? null,
          beforeNumber: query.before_number ?? null,
        }),
      ),
    ),
  ];
}

import type { ConversationId, UserId } from '#protocol/identifiers.ts';
import type { MessageSearch } from '#protocol/search.ts';

export const whenChoices = ['any', 'day', 'week', 'month', 'year', 'earlier', 'dates'] as const;
export type When = (typeof whenChoices)[number];

export interface SearchFilters {
  conversationId: ConversationId | null;
  fromUserId: UserId | null;
  when: When;
  /** For `dates`, as date fields give them (`2026-05-04`, local); empty for no bound. */
  firstDay: string;
  lastDay: string;
  hasFile: boolean;
}

export const noFilters: SearchFilters = {
  conversationId: null,
  fromUserId: null,
  when: 'any',
  firstDay: '',
  lastDay: '',
  hasFile: false,
};

export function isNarrowed(filters: SearchFilters): boolean {
  const names = Object.keys(noFilters) as (keyof SearchFilters)[];
  return names.some((name) => filters[name] !== noFilters[name]);
}

const dayMs = 86_400_000;
const days = { day: 1, week: 7, month: 30, year: 365 };

interface Period {
  sent_after?: string;
  sent_before?: string;
}

function periodOf(filters: SearchFilters, now: number): Period {
  const daysAgo = (count: number) => new Date(now - count * dayMs).toISOString();
  switch (filters.when) {
    case 'any':
      return {};
    case 'earlier':
      return { sent_before: daysAgo(days.year) };
    case 'dates': {
      const first = startOfDay(filters.firstDay, 0);
      const end = startOfDay(filters.lastDay, 1);
      return { ...(first && { sent_after: first }), ...(end && { sent_before: end }) };
    }
    default:
      return { sent_after: daysAgo(days[filters.when]) };
  }
}

/** Local midnight of a date field's day, or of one some days later; null while it is not filled in. */
function startOfDay(day: string, daysLater: number): string | null {
  const date = new Date(`${day}T00:00:00`);
  if (Number.isNaN(date.getTime())) return null;
  date.setDate(date.getDate() + daysLater);
  return date.toISOString();
}

/** What to ask the server; null while there is nothing to look for. */
export function searchRequest(
  query: string,
  filters: SearchFilters,
  now: number,
): MessageSearch | null {
  const q = query.trim();
  const { conversationId, fromUserId, hasFile } = filters;
  const narrowed = {
    ...(fromUserId !== null && { from_user_id: fromUserId }),
    ...(hasFile && { has_attachment: true }),
    ...periodOf(filters, now),
  };
  if (q === '' && Object.keys(narrowed).length === 0) return null;
  return {
    q,
    ...narrowed,
    ...(conversationId !== null && { conversation_id: conversationId }),
  };
}

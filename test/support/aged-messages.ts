import { withDatabase } from './database-file.ts';

const dayMs = 86_400_000;

/** The same id as if it had been made earlier: its first 48 bits are the time. */
function agedId(id: string, byMs: number): string {
  const time = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) - byMs;
  const digits = time.toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}${id.slice(13)}`;
}

/**
 * Every message that a server has, which may be running, as if it had been sent so many days earlier. Those
 * with a timer cannot be read afterwards: their seals hold the id.
 */
export function ageMessages(dataFolder: string, key: Uint8Array, days: number): void {
  withDatabase(dataFolder, key, (database) => {
    const columns = [
      ['message', 'id'],
      ['attachment', 'message_id'],
      ['event', 'message_id'],
      ['search_document', 'message_id'],
    ] as const;
    const age = database.transaction(() => {
      const ids = database.prepare('SELECT id FROM message').pluck().all() as string[];
      for (const [table, column] of columns) {
        const rename = database.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${column} = ?`);
        for (const id of ids) rename.run(agedId(id, days * dayMs), id);
      }
      database.prepare('UPDATE message SET created_at = created_at - ?').run(days * dayMs);
    });
    // The server may be writing: it is waited for, once and at the beginning.
    age.immediate();
  });
}

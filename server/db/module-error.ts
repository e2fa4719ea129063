import { StartupError } from '../startup-error.ts';

/** What keeps SQLite from working at all, told by name; null for what SQLite itself says. */
export function moduleError(cause: unknown): StartupError | null {
  const { code = '', message = '' } = cause as { code?: string; message?: string };
  if (code.startsWith('SQLITE_')) return null;
  // A TypeError or the like comes from our own code, and is told as it is.
  const isOfLoading = code === 'ERR_DLOPEN_FAILED' || code === 'MODULE_NOT_FOUND';
  if (!isOfLoading && !/bindings file/.test(message)) return null;
  const reason = message.replace(/\n.*/s, '');
  return new StartupError(
    `The module better-sqlite3, in which the database is, does not load under Node ${process.versions.node} on ` +
      `${process.platform} ${process.arch}: install the packages again under this Node (npm ci, or npm install ` +
      `where it was installed). What the system says: ${reason}`,
    { cause },
  );
}

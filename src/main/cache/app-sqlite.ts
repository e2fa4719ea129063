import Database from 'cache-sqlite';
import type { SqliteClass } from './sqlite.ts';

/** The build that Electron loads; Node 20 does not. */
export const AppSqlite = Database as SqliteClass;

declare module 'cache-sqlite' {
  /** better-sqlite3-multiple-ciphers 13, whose own types cannot be found through its exports. */
  const Database: unknown;
  export default Database;
}

/**
 * The search index is a pile of sorted pieces, merged as they become many. SQLite would do that within whichever
 * commit comes 64 pages after the last time, and every send behind it waits for as many: the server asks for
 * it itself, a few pages at a time (server/search/search-indexer.ts).
 */
export const indexMerges = `
INSERT INTO message_index (message_index, rank) VALUES ('automerge', 0);
`;

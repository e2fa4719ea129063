/**
 * A new message is its own entry in the log of events: one row instead of two, far apart. Messages from
 * before have no place of their own, they keep their row in the log.
 */
export const placesOfMessages = `
ALTER TABLE message ADD COLUMN place INTEGER;
`;

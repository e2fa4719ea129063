/** Sessions of a page in a browser end with their tab, or when nothing is heard of them. */
export const guestSessions = `
ALTER TABLE session ADD COLUMN is_guest INTEGER NOT NULL DEFAULT 0;
`;

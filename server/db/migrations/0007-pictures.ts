/** Pictures of people and of groups. */
export const pictures = `
ALTER TABLE user ADD COLUMN avatar_id TEXT REFERENCES attachment (id);
ALTER TABLE conversation ADD COLUMN avatar_id TEXT REFERENCES attachment (id);
CREATE INDEX user_avatar ON user (avatar_id) WHERE avatar_id IS NOT NULL;
CREATE INDEX conversation_avatar ON conversation (avatar_id) WHERE avatar_id IS NOT NULL;
`;

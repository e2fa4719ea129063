/**
 * What a send touches lies together, so that a commit of many sends writes few pages: ids that clients
 * choose begin with the time, and those of all senders then share the index's last page.
 */
export const fastSends = `
DROP INDEX message_client_id;
CREATE UNIQUE INDEX message_client_id ON message (client_message_id, sender_id)
  WHERE client_message_id IS NOT NULL;
-- Every send asks who has archived the conversation: nearly always nobody of a thousand.
CREATE INDEX participant_archived ON participant (conversation_id) WHERE is_archived = 1;
`;

import { AppError } from '#protocol/errors.ts';
import type { Authenticate } from '../access/caller.ts';
import type { Permissions } from '../access/permissions.ts';
import type { CommandHandlers } from './command-router.ts';
import { stamped } from './hub.ts';
import type { Hub } from './hub.ts';

type ConnectionCommands = Pick<
  CommandHandlers,
  'authenticate' | 'heartbeat' | 'join_conversation' | 'leave_conversation'
>;

/** The commands that concern the socket itself. */
export function connectionCommands(
  permissions: Permissions,
  authenticate: Authenticate,
  hub: Hub,
): ConnectionCommands {
  return {
    /** The socket goes on for as long as the newer token lives. */
    authenticate(connection, { token }) {
      const { caller, claims } = authenticate(token, connection.origin, 'socket');
      if (caller.sessionId !== connection.caller.sessionId) {
        throw new AppError('TOKEN_INVALID', { detail: 'This connection is of another session' });
      }
      connection.expiresAt = claims.expiresAt;
      connection.send(hub.established(caller));
    },
    heartbeat(connection) {
      connection.send(stamped({ type: 'heartbeat_ack', user_id: connection.caller.userId }));
    },
    async join_conversation(connection, { conversation_id }) {
      await permissions.requireMember(connection.caller, conversation_id);
      connection.openConversation = conversation_id;
      connection.send(stamped({ type: 'conversation_joined', conversation_id }));
    },
    leave_conversation(connection, { conversation_id }) {
      if (connection.openConversation === conversation_id) connection.openConversation = null;
    },
  };
}

import type { Permissions } from '../access/permissions.ts';
import type { CommandHandlers } from './command-router.ts';
import { stamped } from './hub.ts';

type ConnectionCommands = Pick<
  CommandHandlers,
  'heartbeat' | 'join_conversation' | 'leave_conversation'
>;

/** The commands that concern the socket itself. */
export function connectionCommands(permissions: Permissions): ConnectionCommands {
  return {
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

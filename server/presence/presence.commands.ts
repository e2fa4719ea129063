import type { CommandHandlers } from '../ws/command-router.ts';
import { stamped } from '../ws/hub.ts';
import type { PresenceService } from './presence.service.ts';

export function presenceCommands(
  presence: PresenceService,
): Pick<CommandHandlers, 'get_online_status'> {
  return {
    async get_online_status(connection, { user_ids }) {
      const online_status = await presence.statusOf(connection.caller, user_ids);
      connection.send(stamped({ type: 'online_status', online_status }));
    },
  };
}

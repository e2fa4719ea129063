import { setTyping } from '#protocol/typing.ts';
import { ok, route } from '../http/route.ts';
import type { Route } from '../http/route.ts';
import type { CommandHandlers } from '../ws/command-router.ts';
import type { TypingService } from './typing.service.ts';

export function typingRoutes(typing: TypingService): Route[] {
  return [
    route(setTyping, async ({ caller, params, query }) => {
      await typing.set(caller, params.conversation_id, query.is_typing);
      return ok({ message: 'Typing indicator sent' });
    }),
  ];
}

export function typingCommands(
  typing: TypingService,
): Pick<CommandHandlers, 'typing_start' | 'typing_stop'> {
  return {
    typing_start: (connection, { conversation_id }) =>
      typing.set(connection.caller, conversation_id, true),
    typing_stop: (connection, { conversation_id }) =>
      typing.set(connection.caller, conversation_id, false),
  };
}

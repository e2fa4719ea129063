import type { ConversationId } from '#protocol/identifiers.ts';
import { markConversationRead } from '#protocol/receipts.ts';
import type { Log } from '../logging/log.ts';
import type { AppController } from '../session/app-controller.ts';

/** Sends what was written in a notification, like what is written in the window: it may wait. */
export function answerIn(
  appController: AppController,
  log: Log,
  conversation_id: ConversationId,
  content: string,
): void {
  try {
    appController.signedInClient.outbox.send({ conversation_id, content });
  } catch (error) {
    log.warn('An answer could not be sent', error);
    return;
  }
  // Nobody answers what they have not read.
  markReadIn(appController, log, conversation_id);
}

export function markReadIn(
  appController: AppController,
  log: Log,
  conversation_id: ConversationId,
): void {
  try {
    appController.signedInClient
      .call(markConversationRead, { params: { conversation_id } })
      .catch((error: unknown) => {
        log.warn('A conversation could not be marked as read', error);
      });
  } catch (error) {
    log.warn('A conversation could not be marked as read', error);
  }
}

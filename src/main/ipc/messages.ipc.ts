import type { messageCalls } from '#ipc/messages.ts';
import type { OutgoingFiles } from '../attachments/outgoing-files.ts';
import type { AppController } from '../session/app-controller.ts';
import type { ReadMarks } from '../session/read-marks.ts';
import type { Handlers } from './handlers.ts';

interface Dependencies {
  appController: AppController;
  readMarks: ReadMarks;
  outgoingFiles: Pick<OutgoingFiles, 'send' | 'retry' | 'discard' | 'list'>;
}

export function createMessageHandlers({
  appController,
  readMarks,
  outgoingFiles,
}: Dependencies): Handlers<keyof typeof messageCalls> {
  const client = () => appController.signedInClient;
  return {
    listMessages: ({ conversation_id, ...page }) =>
      appController.reads.listMessages(conversation_id, page),
    editMessage: ({ message_id, content }) => client().actions.edit(message_id, content),
    deleteMessage: ({ message_id }) => client().actions.delete(message_id),
    addReaction: ({ message_id, emoji }) => client().actions.addReaction(message_id, emoji),
    removeReaction: ({ message_id, emoji }) => client().actions.removeReaction(message_id, emoji),
    sendMessage: (wanted) => {
      const { files, forwarded_attachments: forwarded, ...draft } = wanted;
      const hasFiles = files.length + forwarded.length > 0;
      return hasFiles ? outgoingFiles.send(wanted) : client().outbox.send(draft);
    },
    retryMessage: ({ client_message_id }) => {
      if (!outgoingFiles.retry(client_message_id)) client().outbox.retry(client_message_id);
    },
    discardMessage: async ({ client_message_id }) => {
      const isDiscarded = await outgoingFiles.discard(client_message_id);
      if (!isDiscarded) client().outbox.discard(client_message_id);
    },
    listOutgoing: ({ conversation_id }) => [
      ...outgoingFiles.list(conversation_id),
      ...client().outbox.list(conversation_id),
    ],
    markRead: ({ message_ids }) => {
      readMarks.mark(message_ids);
    },
    setTyping: ({ conversation_id, is_typing }) => {
      client().command({
        type: is_typing ? 'typing_start' : 'typing_stop',
        data: { conversation_id },
      });
    },
  };
}

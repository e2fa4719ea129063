import { ClientError } from '#client/chat-client.ts';
import type { ChatClient } from '#client/chat-client.ts';
import type { pictureCalls } from '#ipc/pictures.ts';
import { updateOwnAccount } from '#protocol/accounts.ts';
import { updateConversation } from '#protocol/conversations.ts';
import type { AttachmentId } from '#protocol/identifiers.ts';
import type { AppController } from '../session/app-controller.ts';
import type { Handlers } from './handlers.ts';

export function createPictureHandlers(
  appController: AppController,
): Handlers<keyof typeof pictureCalls> {
  const client = () => appController.signedInClient;
  return {
    setOwnPicture: async ({ picture }) => {
      const avatar_id = await uploaded(client(), picture);
      const account = await client().call(updateOwnAccount, { body: { avatar_id } });
      appController.accountChanged(account);
      return account;
    },
    setGroupPicture: async ({ conversation_id, picture }) => {
      const avatar_id = await uploaded(client(), picture);
      return client().call(updateConversation, {
        params: { conversation_id },
        body: { avatar_id },
      });
    },
  };
}

async function uploaded(
  client: ChatClient,
  picture: Uint8Array | null,
): Promise<AttachmentId | null> {
  if (picture === null) return null;
  // An upload would wait for the connection, and the person in front of a dialog with it.
  if (client.connection.status !== 'online') {
    throw new ClientError('UNREACHABLE', 'There is no connection to the server');
  }
  const source = {
    sizeBytes: picture.length,
    read: async (offset: number, length: number) => picture.slice(offset, offset + length),
  };
  const metadata = { fileName: 'picture.webp', removesLocation: true };
  return (await client.attachments.upload({ source, metadata }).done).id;
}

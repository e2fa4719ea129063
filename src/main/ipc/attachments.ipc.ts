import path from 'node:path';
import type { attachmentCalls } from '#ipc/attachments.ts';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import type { MainAttachments } from '../attachments/create-attachments.ts';
import { isRisky } from '../attachments/file-kind.ts';
import { safeFileName } from '../attachments/safe-file-name.ts';
import type { AppController } from '../session/app-controller.ts';
import type { Handlers } from './handlers.ts';

interface Dependencies {
  appController: AppController;
  attachments: MainAttachments;
  /** Asks the person; null when they chose nothing. */
  askWhereToSave: (suggestedName: string) => Promise<string | null>;
}

export function createAttachmentHandlers({
  appController,
  attachments,
  askWhereToSave,
}: Dependencies): Handlers<keyof typeof attachmentCalls> {
  const { chosen, outgoing, opened, downloads } = attachments;
  const files = () => appController.signedInClient.attachments;
  const write = (info: AttachmentInfo, file: string) => downloads.write(files(), info, file);
  return {
    addFile: ({ path: file }) => chosen.addPath(file),
    addPastedFile: ({ name, bytes }) => chosen.addBytes(path.basename(name), bytes),
    removeChosenFile: ({ id }) => chosen.remove(id),
    pauseUpload: ({ client_message_id }) => outgoing.pause(client_message_id),
    resumeUpload: ({ client_message_id }) => outgoing.resume(client_message_id),
    openAttachment: async ({ attachment_id, message_id, is_confirmed }) => {
      const info = await files().info(attachment_id);
      if (isRisky(info.file_name) && !is_confirmed) return { outcome: 'risky' };
      const isOpened = await opened.open(info, message_id, (file) => write(info, file));
      return { outcome: isOpened ? 'opened' : 'cancelled' };
    },
    saveAttachment: async ({ attachment_id }) => {
      const info = await files().info(attachment_id);
      const file = await askWhereToSave(safeFileName(info.file_name));
      return { saved: file !== null && (await write(info, file)) };
    },
    cancelDownload: ({ attachment_id }) => {
      downloads.cancel(attachment_id);
    },
  };
}

import type { Attachments } from '#client/chat-client.ts';
import type { AttachmentInfo } from '#protocol/attachments.ts';

/**
 * A file in the page's memory.
 * @param onPiece how much has come; false gives it up
 * @throws AppError, ClientError, or GivenUp
 */
export async function downloadWhole(
  attachments: Attachments,
  info: AttachmentInfo,
  type: string,
  onPiece: (received: number) => boolean = () => true,
): Promise<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let received = 0;
  for await (const bytes of attachments.downloadAll(info)) {
    pieces.push(new Uint8Array(bytes));
    received += bytes.length;
    if (!onPiece(received)) throw new GivenUp();
  }
  return new Blob(pieces, { type });
}

export class GivenUp extends Error {}

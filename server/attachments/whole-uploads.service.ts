import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import { AppError } from '#protocol/errors.ts';
import type { AttachmentId } from '#protocol/identifiers.ts';
import type { Caller } from '../access/caller.ts';
import type { BlobFolder } from '../blobs/blob-folder.ts';
import { BlobWriter } from '../blobs/blob-writer.ts';
import type { FileFinisher } from './file-finisher.ts';
import { readMultipart } from './multipart.ts';
import type { StorageSpace } from './storage-space.ts';
import { describeUpload } from './upload-details.ts';

export interface WholeUploadsOptions {
  folder: BlobFolder;
  space: StorageSpace;
  finisher: FileFinisher;
}

/** A request whose body is multipart/form-data. */
export interface FormRequest {
  contentType: string | undefined;
  /** Of the whole body, where the client tells. */
  contentLength: number | null;
  bytes: AsyncIterable<Uint8Array>;
}

/** What stands around the file in a form; a body longer than the largest file by more is refused. */
const formOverheadBytes = 65_536;

/** Files that come in one request. Nothing is kept of one that does not come to its end. */
export class WholeUploadsService {
  readonly #options: WholeUploadsOptions;

  constructor(options: WholeUploadsOptions) {
    this.#options = options;
  }

  /** @throws AppError as the endpoint declares */
  async receive(caller: Caller, form: FormRequest): Promise<AttachmentInfo> {
    const { folder, space, finisher } = this.#options;
    const { userId: uploaderId } = caller;
    await space.requireRoom(uploaderId, Math.max(0, (form.contentLength ?? 0) - formOverheadBytes));
    const id = uuidv7() as AttachmentId;
    const key = randomBytes(32);
    try {
      const writer = await BlobWriter.create({ path: folder.fileOf(id), name: id, key });
      const { fields, fileName } = await this.#read(writer, form);
      const byteCount = writer.offset;
      await space.requireQuota(uploaderId, byteCount);
      const details = describeUpload({ ...fields, filename: fileName });
      await folder.flush();
      return await finisher.finish({ id, uploaderId, key, byteCount, details });
    } catch (cause) {
      await folder.removeUnknown(id);
      throw cause;
    }
  }

  async #read(writer: BlobWriter, { contentType, bytes }: FormRequest) {
    const { fileMaxBytes } = this.#options.space.limits;
    let fileName = '';
    try {
      const fields = await readMultipart(contentType, bytes, async (name, pieces) => {
        fileName = name;
        for await (const piece of pieces) {
          await writer.append(piece);
          if (writer.offset > fileMaxBytes) throw new AppError('ATTACHMENT_TOO_LARGE');
        }
      });
      await writer.finish();
      return { fields, fileName };
    } finally {
      await writer.close();
    }
  }
}

import { tusVersion, uploadMediaType, uploadsPath } from '#protocol/attachments.ts';
import { AppError } from '#protocol/errors.ts';
import { attachmentId } from '#protocol/identifiers.ts';
import type { AttachmentId } from '#protocol/identifiers.ts';
import { toBase64 } from '../base64.ts';
import { ClientError } from '../client-error.ts';
import type { RawRequest } from '../requests.ts';
import type { TransportResponse } from '../transport.ts';

const versionHeader = { 'tus-resumable': tusVersion };
/** The last piece is answered after the server has looked into the whole file. */
const inspectionTimeoutMs = 180_000;
const pieceTimeoutMs = 60_000;

export type SendRaw = (request: RawRequest) => Promise<TransportResponse>;

/** What the server is told of a file before its bytes; the type it finds out by itself. */
export interface UploadMetadata {
  fileName: string;
  kind?: 'voice_note';
  durationSeconds?: number;
  /** 0 to 100, at most 64 values. */
  waveform?: readonly number[];
  removesLocation?: boolean;
}

/** The tus protocol's calls (https://tus.io, 1.0.0). They throw AppError or ClientError. */
export class Tus {
  readonly #send: SendRaw;

  constructor(send: SendRaw) {
    this.#send = send;
  }

  /** The upload's id, which will be the attachment's. */
  async create(sizeBytes: number, metadata: UploadMetadata): Promise<AttachmentId> {
    const headers = {
      ...versionHeader,
      'upload-length': String(sizeBytes),
      'upload-metadata': encodeMetadata(metadata),
    };
    const { headers: answered } = await this.#send({ method: 'POST', path: uploadsPath, headers });
    const id = attachmentId.safeParse(answered.location?.split('/').at(-1));
    if (!id.success) throw unclear('Location');
    return id.data;
  }

  /** How many bytes the server has; null when it no longer knows the upload. */
  async offset(id: AttachmentId): Promise<number | null> {
    try {
      const path = `${uploadsPath}/${id}`;
      const { headers } = await this.#send({ method: 'HEAD', path, headers: versionHeader });
      return offsetIn(headers);
    } catch (error) {
      if (isGone(error)) return null;
      // An answer to HEAD cannot say it in words.
      if (error instanceof AppError && error.status === 422) {
        throw new AppError('ATTACHMENT_REFUSED', { cause: error });
      }
      throw error;
    }
  }

  /** Answers how many bytes the server then has; all of them are on its disk. */
  async append(
    id: AttachmentId,
    offset: number,
    bytes: Uint8Array,
    isLast: boolean,
  ): Promise<number> {
    const { headers } = await this.#send({
      method: 'PATCH',
      path: `${uploadsPath}/${id}`,
      headers: {
        ...versionHeader,
        'upload-offset': String(offset),
        'content-type': uploadMediaType,
      },
      bytes,
      timeoutMs: isLast ? inspectionTimeoutMs : pieceTimeoutMs,
    });
    return offsetIn(headers);
  }

  /** Gives the upload up; one that is gone already is as good. */
  async terminate(id: AttachmentId): Promise<void> {
    try {
      const path = `${uploadsPath}/${id}`;
      await this.#send({ method: 'DELETE', path, headers: versionHeader });
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
}

/** The server has no such upload: it expired, was given up, or is somebody else's. */
export function isGone(error: unknown): boolean {
  const codes: readonly string[] = ['UPLOAD_GONE', 'ATTACHMENT_NOT_FOUND', 'NOT_FOUND'];
  return error instanceof AppError && codes.includes(error.code);
}

function offsetIn(headers: TransportResponse['headers']): number {
  const offset = Number(headers['upload-offset'] ?? 'none');
  if (!Number.isSafeInteger(offset) || offset < 0) throw unclear('Upload-Offset');
  return offset;
}

/** Keys with base64 values (tus, "Upload-Metadata"). */
function encodeMetadata(metadata: UploadMetadata): string {
  const { fileName, kind, durationSeconds, waveform, removesLocation } = metadata;
  const values: Record<string, string | undefined> = {
    filename: fileName,
    kind,
    duration_seconds: durationSeconds?.toString(),
    waveform: waveform && JSON.stringify(waveform),
    remove_location: removesLocation === true ? 'true' : undefined,
  };
  return Object.entries(values)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([key, value]) => `${key} ${toBase64(new TextEncoder().encode(value))}`)
    .join(',');
}

function unclear(header: string): ClientError {
  return new ClientError('NOT_A_SERVER', `The server did not say ${header} of an upload`);
}

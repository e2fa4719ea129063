import * as contract from '#protocol/attachments.ts';
import { AppError } from '#protocol/errors.ts';
import { empty, route } from '../http/route.ts';
import type { Route } from '../http/route.ts';
import { readUploadMetadata } from './upload-details.ts';
import type { UploadsService, UploadState } from './uploads.service.ts';

const ours = { 'Tus-Resumable': contract.tusVersion };

/** tus 1.0.0: https://tus.io/protocols/resumable-upload */
export function uploadRoutes(uploads: UploadsService): Route[] {
  return [
    route(contract.describeUploads, async () =>
      empty(204, {
        ...ours,
        'Tus-Version': contract.tusVersion,
        'Tus-Extension': contract.tusExtensions,
        'Tus-Max-Size': String(uploads.fileMaxBytes),
      }),
    ),
    route(contract.createUpload, async ({ caller, headers, bytes }) => {
      requireVersion(headers);
      const length = headers['upload-length'];
      if (length === undefined) {
        throw new AppError('MALFORMED_REQUEST', { detail: 'Say how long it is: Upload-Length' });
      }
      const details = readUploadMetadata(headers['upload-metadata'] ?? '');
      let state = await uploads.begin(caller, Number(length), details);
      if (headers['content-type'] === contract.uploadMediaType && state.byteCount > 0) {
        state = await uploads.append(caller, state.id, 0, bytes);
      }
      return empty(201, { Location: `${contract.uploadsPath}/${state.id}`, ...headersOf(state) });
    }),
    route(contract.findUpload, async ({ caller, params, headers }) => {
      requireVersion(headers);
      const state = await uploads.find(caller, params.upload_id);
      return empty(200, { ...headersOf(state), 'Upload-Length': String(state.byteCount) });
    }),
    route(contract.continueUpload, async ({ caller, params, headers, bytes }) => {
      requireVersion(headers);
      if (headers['content-type'] !== contract.uploadMediaType) {
        const detail = `Send the bytes as ${contract.uploadMediaType}`;
        throw new AppError('UNSUPPORTED_MEDIA_TYPE', { detail });
      }
      const offset = Number(headers['upload-offset']);
      const state = await uploads.append(caller, params.upload_id, offset, bytes);
      return empty(204, headersOf(state));
    }),
    route(contract.endUpload, async ({ caller, params, headers }) => {
      requireVersion(headers);
      await uploads.end(caller, params.upload_id);
      return empty(204, ours);
    }),
  ];
}

function headersOf({ offset, expiresAt }: UploadState): Record<string, string> {
  return {
    ...ours,
    'Upload-Offset': String(offset),
    ...(expiresAt !== null && { 'Upload-Expires': new Date(expiresAt).toUTCString() }),
  };
}

/** @throws AppError TUS_VERSION */
function requireVersion(headers: { 'tus-resumable'?: string | undefined }): void {
  if (headers['tus-resumable'] !== contract.tusVersion) throw new AppError('TUS_VERSION');
}

import * as contract from '#protocol/attachments.ts';
import type { AttachmentId } from '#protocol/identifiers.ts';
import { created, ok, route } from '../http/route.ts';
import type { Route } from '../http/route.ts';
import type { AttachmentsService, Asker } from './attachments.service.ts';
import { readRange } from './byte-range.ts';
import { fileHeaders } from './file-headers.ts';
import type { WholeUploadsService } from './whole-uploads.service.ts';

/** Files at once: in a form, as many programs send them. */
export function wholeUploadRoutes(whole: WholeUploadsService): Route[] {
  return [
    route(contract.uploadAttachment, async ({ caller, headers, bytes }) => {
      const contentLength = headers['content-length'];
      const form = {
        contentType: headers['content-type'],
        contentLength: contentLength === undefined ? null : Number(contentLength),
        bytes,
      };
      return created(await whole.receive(caller, form));
    }),
  ];
}

export function attachmentRoutes(attachments: AttachmentsService): Route[] {
  const download = async (
    asker: Asker,
    id: AttachmentId,
    range: string | undefined,
    answerMaxBytes: number,
  ) => {
    const attachment = await attachments.open(asker, id);
    const { byteCount } = attachment.blob;
    const asked = readRange(range, byteCount);
    const { start, end: wantedEnd } = asked ?? { start: 0, end: byteCount };
    const end = Math.min(wantedEnd, start + answerMaxBytes);
    const isWhole = asked === null && end === byteCount;
    const content = attachments.bytes(attachment, start, end);
    const headers = fileHeaders(attachment.info);
    if (isWhole) return { status: 200 as const, body: content, headers };
    headers['Content-Range'] = `bytes ${String(start)}-${String(end - 1)}/${String(byteCount)}`;
    return { status: 206 as const, body: content, headers };
  };
  return [
    route(contract.downloadAttachment, ({ caller, params, query, headers, answerMaxBytes }) =>
      download({ caller, token: query.token }, params.attachment_id, headers.range, answerMaxBytes),
    ),
    route(contract.describeAttachment, async ({ caller, params, query, headers }) => {
      const asker = { caller, token: query.token };
      const all = Number.POSITIVE_INFINITY;
      const answer = await download(asker, params.attachment_id, headers.range, all);
      const length = String(answer.body.length);
      return { ...answer, headers: { ...answer.headers, 'Content-Length': length } };
    }),
    route(contract.downloadThumbnail, async ({ caller, params, query }) => {
      const content = await attachments.thumbnail(
        { caller, token: query.token },
        params.attachment_id,
      );
      const headers = fileHeaders({ file_name: 'thumbnail.webp', mime_type: 'image/webp' });
      return { status: 200 as const, body: content, headers };
    }),
    route(contract.getAttachmentInfo, async ({ caller, params }) =>
      ok(await attachments.info(caller, params.attachment_id)),
    ),
    route(contract.copyAttachment, async ({ caller, params }) =>
      created(await attachments.copy(caller, params.attachment_id)),
    ),
    route(contract.deleteAttachment, async ({ caller, params }) => {
      await attachments.remove(caller, params.attachment_id);
      return ok({ message: 'Attachment removed' });
    }),
  ];
}

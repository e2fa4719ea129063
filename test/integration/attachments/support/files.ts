import { createHash, randomBytes } from 'node:crypto';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import { uploadMediaType } from '#protocol/attachments.ts';
import type { TestPerson } from '../../../support/rest.ts';

export type Metadata = Record<string, string>;

export const tus = { 'tus-resumable': '1.0.0' };

export function metadataHeader(metadata: Metadata): string {
  return Object.entries(metadata)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',');
}

/** Bytes that no type is recognised in. */
export function someBytes(count: number): Buffer {
  const bytes = randomBytes(count);
  if (count > 0) bytes[0] = 0;
  return bytes;
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A request with bytes or headers of its own, below `/api/v1/attachments`. */
export function request(
  url: string,
  person: Pick<TestPerson, 'token'> | null,
  method: string,
  path: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: Uint8Array } = {},
): Promise<Response> {
  return fetch(`${url}/api/v1/attachments${path}`, {
    method,
    headers: {
      ...(person && { authorization: `Bearer ${person.token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: body as unknown as string }),
  });
}

/** The id of a new upload. */
export async function beginUpload(
  url: string,
  person: TestPerson,
  byteCount: number,
  metadata: Metadata = {},
): Promise<string> {
  const headers = {
    ...tus,
    'upload-length': String(byteCount),
    'upload-metadata': metadataHeader({ filename: 'file.bin', ...metadata }),
  };
  const answer = await request(url, person, 'POST', '/uploads', { headers });
  if (answer.status !== 201) throw new Error(`no upload: ${await answer.text()}`);
  return (answer.headers.get('location') ?? '').split('/').at(-1) ?? '';
}

export function sendBytes(
  url: string,
  person: TestPerson,
  id: string,
  offset: number,
  body: Uint8Array,
): Promise<Response> {
  const headers = {
    ...tus,
    'upload-offset': String(offset),
    'content-type': uploadMediaType,
  };
  return request(url, person, 'PATCH', `/uploads/${id}`, { headers, body });
}

export async function offsetOf(url: string, person: TestPerson, id: string): Promise<number> {
  const answer = await request(url, person, 'HEAD', `/uploads/${id}`, { headers: tus });
  return Number(answer.headers.get('upload-offset') ?? Number.NaN);
}

/** A whole file, uploaded and described. */
export async function upload(
  url: string,
  person: TestPerson,
  bytes: Uint8Array,
  metadata: Metadata = {},
): Promise<AttachmentInfo> {
  const id = await beginUpload(url, person, bytes.length, metadata);
  if (bytes.length > 0) {
    const answer = await sendBytes(url, person, id, 0, bytes);
    if (answer.status !== 204) throw new Error(`not uploaded: ${await answer.text()}`);
  }
  const { status, body } = await person.get<AttachmentInfo>(`/attachments/${id}/info`);
  if (status !== 200) throw new Error(`not described: ${JSON.stringify(body)}`);
  return body;
}

/** The bytes behind an address, which needs nothing else. */
export async function fetchBytes(url: string, address: string | undefined): Promise<Buffer> {
  const answer = await fetch(`${url}${address ?? ''}`);
  if (!answer.ok) throw new Error(`no bytes: ${await answer.text()}`);
  return Buffer.from(await answer.arrayBuffer());
}

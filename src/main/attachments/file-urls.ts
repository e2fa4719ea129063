import { z } from 'zod';
import { attachmentId } from '#protocol/identifiers.ts';
import type { AttachmentId } from '#protocol/identifiers.ts';
import { fileScheme } from './file-scheme-name.ts';

/** What a URL of the scheme names. */
export type NamedFile =
  | { kind: 'attachment' | 'thumbnail' | 'picture'; id: AttachmentId }
  /** A file of this computer that stands in the composer or is on its way. */
  | { kind: 'chosen'; id: string };

const chosenId = z.uuid();

export function previewUrlOf(id: string): string {
  return `${fileScheme}://chosen/${id}`;
}

/** Null for whatever is not exactly one of ours. */
export function readFileUrl(text: string): NamedFile | null {
  if (!URL.canParse(text)) return null;
  const { protocol, host, pathname, search } = new URL(text);
  if (protocol !== `${fileScheme}:` || search !== '') return null;
  const name = pathname.slice(1);
  if (host === 'chosen') {
    const id = chosenId.safeParse(name);
    return id.success ? { kind: host, id: id.data } : null;
  }
  const id = attachmentId.safeParse(name);
  if (!id.success) return null;
  if (host !== 'attachment' && host !== 'thumbnail' && host !== 'picture') return null;
  return { kind: host, id: id.data };
}

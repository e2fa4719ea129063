import type { AttachmentInfo } from '#protocol/attachments.ts';
import { t } from '../../lib/messages/catalogue.ts';
import { formatLength } from './formats.ts';

/** Files in a few words, where there is no room for them: “Photo”, “Voice message (0:12)”, “3 files”. */
export function describeAttachments(attachments: readonly AttachmentInfo[]): string {
  const [first] = attachments;
  if (first === undefined) return '';
  const count = attachments.length;
  const kinds = new Set(attachments.map(({ attachment_type }) => attachment_type));
  if (kinds.size > 1) return t('file.files', { count });
  if (kinds.has('image')) return t('file.photo', { count });
  if (kinds.has('video')) return t('file.video', { count });
  if (count > 1) return t('file.files', { count });
  if (kinds.has('document')) return first.file_name;
  const seconds = first.duration_seconds;
  const isVoice = kinds.has('voice_note');
  if (seconds === undefined) return t(isVoice ? 'file.voice.plain' : 'file.audio.plain');
  return t(isVoice ? 'file.voice' : 'file.audio', { length: formatLength(seconds) });
}

import type { AttachmentInfo } from '#protocol/attachments.ts';
import { isolated, t } from '../language/texts.ts';

/** Files in a few words: “Photo”, “Voice message (0:12)”, “3 files”; empty where there are none. */
export function nameAttachments(attachments: readonly AttachmentInfo[]): string {
  const [first] = attachments;
  if (first === undefined) return '';
  const count = attachments.length;
  const kinds = new Set(attachments.map(({ attachment_type }) => attachment_type));
  if (kinds.size > 1) return t('file.files', { count });
  if (kinds.has('image')) return t('file.photo', { count });
  if (kinds.has('video')) return t('file.video', { count });
  if (count > 1) return t('file.files', { count });
  if (kinds.has('document')) return isolated(first.file_name);
  const { duration_seconds: seconds } = first;
  const isVoice = kinds.has('voice_note');
  if (seconds === undefined) return t(isVoice ? 'file.voice.plain' : 'file.audio.plain');
  return t(isVoice ? 'file.voice' : 'file.audio', { length: lengthOf(seconds) });
}

/** `0:12`, `61:05`. */
function lengthOf(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

import { createHash } from 'node:crypto';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import type { Conversation } from '#protocol/conversations.ts';
import type { AttachmentId } from '#protocol/identifiers.ts';
import type { Message } from '#protocol/messages.ts';

/** What the page says itself, in the person's language. */
export interface PageWords {
  language: string;
  direction: 'ltr' | 'rtl';
  edited: string;
  deleted: string;
}

export interface ExportedConversation {
  conversation: Conversation;
  title: string;
  /** Oldest first. */
  messages: readonly Message[];
  /** Relative addresses of the files that were saved. */
  files: ReadonlyMap<AttachmentId, string>;
}

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1d2430;background:#fff}
article{margin:0 0 1.25rem}header{font-size:.8125rem;color:#5b6575}header b{color:#1d2430}
p{margin:.125rem 0;white-space:pre-wrap;overflow-wrap:anywhere}img{max-width:100%;max-height:24rem;border-radius:.5rem}
.gone{font-style:italic;color:#5b6575}a{color:#2456c7}
@media(prefers-color-scheme:dark){body{color:#e8ebf0;background:#14171c}header,.gone{color:#9aa4b2}header b{color:#e8ebf0}a{color:#8fb3ff}}`;
const styleHash = createHash('sha256').update(style).digest('base64');
/** No script, nothing from elsewhere: what strangers wrote is only ever text here. */
const policy = `default-src 'none'; img-src 'self' file:; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;

/** A conversation to be read in any browser, without anything else. */
export function conversationPage(exported: ExportedConversation, words: PageWords): string {
  const names = new Map(
    exported.conversation.participants.map((each) => [each.user_id, each.display_name]),
  );
  const articles = exported.messages.map((message) =>
    messageArticle(message, names.get(message.sender_id) ?? message.sender_username, {
      files: exported.files,
      words,
    }),
  );
  return page(exported.title, words, articles.join('\n'));
}

/** The list of all conversations, each with the address of its page. */
export function indexPage(
  title: string,
  entries: readonly { title: string; address: string }[],
  words: PageWords,
): string {
  const items = entries.map(
    ({ title: name, address }) =>
      `<li><a href="${escapeHtml(address)}"><bdi>${escapeHtml(name)}</bdi></a></li>`,
  );
  return page(title, words, `<ul>\n${items.join('\n')}\n</ul>`);
}

function page(title: string, { language, direction }: PageWords, body: string): string {
  return `<!doctype html>
<html lang="${escapeHtml(language)}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<h1><bdi>${escapeHtml(title)}</bdi></h1>
${body}
</body>
</html>
`;
}

function messageArticle(
  message: Message,
  sender: string,
  { files, words }: { files: ReadonlyMap<AttachmentId, string>; words: PageWords },
): string {
  const time = new Intl.DateTimeFormat(words.language, { dateStyle: 'medium', timeStyle: 'short' });
  const when = time.format(Date.parse(message.created_at));
  const edited = message.edited_at === null ? '' : ` · ${escapeHtml(words.edited)}`;
  const text = message.is_deleted
    ? `<p class="gone">${escapeHtml(words.deleted)}</p>`
    : `<p dir="auto">${escapeHtml(message.content)}</p>`;
  const attached = message.attachments.map((info) => attachment(info, files.get(info.id)));
  const reactions = message.reactions.map(
    ({ emoji, count }) => `${escapeHtml(emoji)} ${String(count)}`,
  );
  return [
    `<article id="${escapeHtml(message.id)}">`,
    `<header><b><bdi>${escapeHtml(sender)}</bdi></b> <time datetime="${escapeHtml(message.created_at)}">${escapeHtml(when)}</time>${edited}</header>`,
    text,
    ...attached,
    ...(reactions.length > 0 ? [`<p>${reactions.join(' · ')}</p>`] : []),
    '</article>',
  ].join('\n');
}

function attachment(info: AttachmentInfo, address: string | undefined): string {
  const name = `<bdi>${escapeHtml(info.file_name)}</bdi>`;
  if (address === undefined) return `<p class="gone">${name}</p>`;
  const link = escapeHtml(address);
  const picture =
    info.attachment_type === 'image' ? `<p><img src="${link}" alt="" loading="lazy"></p>\n` : '';
  return `${picture}<p><a href="${link}" download>${name}</a></p>`;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

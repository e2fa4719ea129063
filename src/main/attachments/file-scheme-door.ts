import { protocol } from 'electron';
import { handedLater } from '../handed-later.ts';
import { fileScheme } from './file-scheme-name.ts';

export type AnswerFileRequest = (request: Request) => Promise<Response>;

/**
 * Serves the scheme of files, for what is handed to what this answers; a request that comes earlier waits
 * for it. A page knows only the schemes that were served when it began, so it must come before any page.
 */
export function openFileScheme(): (answer: AnswerFileRequest) => void {
  const answer = handedLater<AnswerFileRequest>();
  protocol.handle(fileScheme, async (request) => (await answer.value)(request));
  return answer.hand;
}

import { protocol } from 'electron';
import { fileScheme } from './file-urls.ts';

export type AnswerFileRequest = (request: Request) => Promise<Response>;

/**
 * Serves the scheme of files, for what is handed to what this answers; a request that comes earlier waits
 * for it. A page knows only the schemes that were served when it began, so it must come before any page.
 */
export function openFileScheme(): (answer: AnswerFileRequest) => void {
  let begin: (answer: AnswerFileRequest) => void = () => undefined;
  const answering = new Promise<AnswerFileRequest>((resolve) => {
    begin = resolve;
  });
  protocol.handle(fileScheme, async (request) => (await answering)(request));
  return begin;
}

import type { WebApp } from './uws.ts';

/** A public page or file that is the same for everybody. */
export interface Page {
  path: string;
  /** Media type of a text, served as UTF-8. */
  type: string;
  contentSecurityPolicy: string;
  /** Called once, at the first request. */
  read(): string | Buffer;
}

/** Serves pages beside the contract's endpoints. */
export function servePages(app: WebApp, pages: readonly Page[]): void {
  for (const page of pages) {
    let content: string | Buffer | undefined;
    app.get(page.path, (response) => {
      content ??= page.read();
      const body = content;
      response.cork(() => {
        response.writeHeader('Content-Type', `${page.type}; charset=utf-8`);
        response.writeHeader('Content-Security-Policy', page.contentSecurityPolicy);
        response.writeHeader('X-Content-Type-Options', 'nosniff');
        response.end(body);
      });
    });
  }
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { HttpResponse, TemplatedApp } from 'uWebSockets.js';
import { openApiDocument } from './open-api.ts';

const base = '/api/v1';
/** Everything the page needs comes from this server; it may call nothing else. */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Future Talk API</title>
<link rel="stylesheet" href="${base}/docs/swagger-ui.css">
</head>
<body>
<div id="api"></div>
<script src="${base}/docs/swagger-ui-bundle.js"></script>
<script src="${base}/docs/start.js"></script>
</body>
</html>
`;

const start = `SwaggerUIBundle({ url: '${base}/openapi.json', dom_id: '#api', deepLinking: true, validatorUrl: null });
`;

/** The contract for people and programs: /openapi.json, and a page to read and try it, offline. */
export function serveDocumentation(app: TemplatedApp): void {
  const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const serve = (path: string, type: string, read: () => string | Buffer) => {
    let content: string | Buffer | undefined;
    app.get(`${base}${path}`, (response) => {
      content ??= read();
      send(response, type, content);
    });
  };
  const asset = (name: string, type: string) => {
    serve(`/docs/${name}`, type, () => readFileSync(join(assets, name)));
  };
  serve('/openapi.json', 'application/json', () => JSON.stringify(openApiDocument()));
  serve('/docs', 'text/html', () => page);
  serve('/docs/start.js', 'text/javascript', () => start);
  asset('swagger-ui.css', 'text/css');
  asset('swagger-ui-bundle.js', 'text/javascript');
}

function send(response: HttpResponse, type: string, content: string | Buffer): void {
  response.cork(() => {
    response.writeHeader('Content-Type', `${type}; charset=utf-8`);
    response.writeHeader('Content-Security-Policy', contentSecurityPolicy);
    response.writeHeader('X-Content-Type-Options', 'nosniff');
    response.writeHeader('Access-Control-Allow-Origin', '*');
    response.end(content);
  });
}

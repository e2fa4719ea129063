import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '../http/pages.ts';
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

/** Where the build has put Swagger UI; a server that runs from its source takes it from the package. */
function assetsFolder(): string {
  const built = fileURLToPath(new URL('./api-docs', import.meta.url));
  if (existsSync(built)) return built;
  return dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
}

/** The contract for people and programs: openapi.json, and a page to read and try it, offline. */
export function documentationPages(): Page[] {
  const assets = assetsFolder();
  const asset = (name: string, type: string): Page => ({
    path: `${base}/docs/${name}`,
    type,
    contentSecurityPolicy,
    read: () => readFileSync(join(assets, name)),
  });
  const text = (path: string, type: string, read: () => string): Page => ({
    path,
    type,
    contentSecurityPolicy,
    read: () => Buffer.from(read()),
  });
  return [
    text(`${base}/openapi.json`, 'application/json', () => JSON.stringify(openApiDocument())),
    // At the root too, where people look for it.
    ...['/docs', `${base}/docs`].map((path) => text(path, 'text/html', () => page)),
    text(`${base}/docs/start.js`, 'text/javascript', () => start),
    asset('swagger-ui.css', 'text/css'),
    asset('swagger-ui-bundle.js', 'text/javascript'),
  ];
}

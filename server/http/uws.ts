import { createRequire } from 'node:module';

/** uWebSockets.js is a CommonJS module with one native file a platform: ESM sees no names in it. */
const uws = createRequire(import.meta.url)('uWebSockets.js') as typeof import('uWebSockets.js');

export const { App, DISABLED, us_listen_socket_close, us_socket_local_port } = uws;

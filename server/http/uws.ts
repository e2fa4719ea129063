import { createRequire } from 'node:module';
import type * as UWebSockets from 'uWebSockets.js';

/** uWebSockets.js is a CommonJS module with one native file a platform: ESM sees no names in it. */
const uws = createRequire(import.meta.url)('uWebSockets.js') as typeof UWebSockets;

export type WebApp = UWebSockets.TemplatedApp;

export const { App, SSLApp, DISABLED, us_listen_socket_close, us_socket_local_port } = uws;

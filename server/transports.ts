import type { ClosingReason } from '#protocol/connection.ts';
import { endpoints } from '#protocol/index.ts';
import { nodePrimitives } from '#protocol/noise/node-primitives.ts';
import { documentationPages } from './documentation/documentation.ts';
import { commandsOf, routesOf } from './features.ts';
import type { Foundation, Services } from './features.ts';
import { guestPagePolicy, readGuestPage } from './guests/guest-page.ts';
import { AllowedHosts } from './http/allowed-hosts.ts';
import { Dispatcher } from './http/dispatcher.ts';
import { HttpServer } from './http/http-server.ts';
import { AllowedOrigins } from './http/origins.ts';
import { servePages } from './http/pages.ts';
import { PlainApiGate } from './http/plain-api-gate.ts';
import { defaultAllowances, RateLimits } from './http/rate-limits.ts';
import type { Allowances } from './http/rate-limits.ts';
import type { Route } from './http/route.ts';
import type { TlsFiles } from './http/tls.ts';
import { serveStaticFiles } from './http/static-files.ts';
import { Underway } from './http/underway.ts';
import { uws } from './http/uws.ts';
import type { WebApp } from './http/uws.ts';
import type { Whereabouts } from './move/standing.ts';
import { HandshakeQueue } from './sealed/handshake-queue.ts';
import { SealedSockets } from './sealed/sealed-sockets.ts';
import { CommandRouter } from './ws/command-router.ts';
import { stamped } from './ws/hub.ts';
import { servePlainSockets } from './ws/plain-socket.ts';

export interface TransportOptions {
  /** Serves HTTPS, which other machines may use as they may the sealed channel. */
  tls?: TlsFiles;
  /** Whether other machines may use the plain API unsealed. */
  plainApi?: boolean;
  /** Web origins beside those of this computer. */
  allowedOrigins?: readonly string[];
  /** Names of this computer beside those that it knows itself, for the plain API. */
  allowedHosts?: readonly string[];
  /** Where the page for guests is, which is served at `/`; none without it. */
  guestPage?: string;
  allowances?: Partial<Allowances>;
  /** Checks every answer against the contract, for tests. */
  checkAnswers?: boolean;
}

export interface Transports {
  app: WebApp;
  /** Answers what was accepted, refuses what is new, and says goodbye to the sockets. */
  close(reason?: ClosingReason): Promise<void>;
}

/** How long a server that closes waits for clients that send or read slowly. */
const slowClientsMaxMs = 5_000;

/** The ways in: REST, plain WebSockets, pages and sealed channels, over one dispatcher and one hub. */
export function serveTransports(
  options: TransportOptions,
  base: Foundation,
  services: Services,
): Transports {
  const { logger, hub, traffic, standing } = base;
  const app = createApp(options.tls);
  const dispatcher = createDispatcher(options, base, services);
  const underway = new Underway();
  let closing = false;
  const shared = {
    app,
    hub,
    standing,
    logger,
    underway,
    dispatcher,
    traffic,
    answering: { dispatcher, logger, traffic },
    commands: new CommandRouter(commandsOf(services, base), logger),
    origins: new AllowedOrigins(options.allowedOrigins ?? []),
    gate: gateFor(options),
    authenticate: services.sessions.authenticate.bind(services.sessions),
    isClosing: () => closing,
  };
  const guestPage = options.guestPage === undefined ? [] : readGuestPage(options.guestPage);
  servePlainSockets(shared);
  const sealed = new SealedSockets({
    ...shared,
    hasOwnPage: guestPage.length > 0,
    serverKey: nodePrimitives.importKey(base.identityKey),
    handshakes: new HandshakeQueue(() => !underway.isIdle),
  });
  standing.onMoved((whereabouts) => {
    sendOff([hub, sealed], whereabouts);
  });
  servePages({ ...shared, pages: documentationPages() });
  serveStaticFiles({ ...shared, files: guestPage, contentSecurityPolicy: guestPagePolicy });
  new HttpServer(shared).serve();
  const close = async (reason?: ClosingReason) => {
    closing = true;
    dispatcher.close();
    await underway.idle(slowClientsMaxMs);
    hub.closeAll(reason);
    sealed.closeAll(reason);
    app.close();
  };
  return { app, close };
}

function gateFor({ plainApi, tls, allowedHosts = [] }: TransportOptions): PlainApiGate {
  return new PlainApiGate({
    isOpenToAll: plainApi === true || tls !== undefined,
    hosts: tls === undefined ? new AllowedHosts(allowedHosts) : null,
  });
}

/** Everybody is told where the server is now, and has to go there. */
function sendOff(
  ways: { sendOff(text: string, why: string): void }[],
  whereabouts: Whereabouts,
): void {
  const text = stamped({ type: 'server_moved', ...whereabouts });
  for (const way of ways) way.sendOff(text, 'server_moved');
}

function createApp(tls: TlsFiles | undefined): WebApp {
  if (tls === undefined) return uws().App();
  return uws().SSLApp({ cert_file_name: tls.certFile, key_file_name: tls.keyFile });
}

function createDispatcher(
  options: TransportOptions,
  { permissions, standing }: Foundation,
  services: Services,
): Dispatcher {
  const routes = routesOf(services);
  if (options.checkAnswers === true) requireDeclared(routes);
  return new Dispatcher({
    routes,
    rateLimits: new RateLimits({ ...defaultAllowances, ...options.allowances }),
    permissions,
    standing,
    authenticate: services.sessions.authenticate.bind(services.sessions),
    checkAnswers: options.checkAnswers ?? false,
  });
}

/** Every route is one of the contract's: so it is described, and held to its description by the tests. */
function requireDeclared(routes: readonly Route[]): void {
  const outside = routes.filter(({ endpoint }) => !endpoints.includes(endpoint));
  if (outside.length === 0) return;
  const named = outside.map(({ endpoint: { method, path } }) => `${method} ${path}`);
  throw new Error(`Not among the endpoints of protocol/index.ts: ${named.join(', ')}`);
}

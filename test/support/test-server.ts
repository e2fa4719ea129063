import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { createServer } from '#server/app.ts';
import type { RunningServer, ServerOptions } from '#server/app.ts';

export interface TestServer extends RunningServer {
  dataFolder: string;
  key: Uint8Array;
}

/** Enough for any test that is not about limits. */
const generous = { requests: 1_000_000, seconds: 1 };

/** A new folder that is removed when the test, or the suite that calls it, is over. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'future-talk-test-'));
}

/** A real server on a free port with a database of its own; every answer is held to the contract. */
export async function startServer(options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const key = randomBytes(32);
  const dataFolder = options.dataFolder ?? temporaryFolder();
  const server = await createServer({
    port: 0,
    host: '127.0.0.1',
    dataFolder,
    unlock: () => key,
    name: 'Test server',
    registration: 'open',
    logger: pino({ level: 'warn' }, pino.destination({ dest: 2, sync: true })),
    allowances: {
      login: generous,
      registration: generous,
      send: generous,
      search: generous,
      webhook: generous,
    },
    checkAnswers: true,
    ...options,
  });
  return { ...server, dataFolder, key };
}

/** A server for one test, closed and removed when it finishes. */
export async function startServerForTest(
  options: Partial<ServerOptions> = {},
): Promise<TestServer> {
  const server = await startServer(options);
  onTestFinished(() => stopServer(server));
  return server;
}

export async function stopServer(server: TestServer): Promise<void> {
  await server.close();
  rmSync(server.dataFolder, { recursive: true, force: true });
}

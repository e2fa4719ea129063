import { expect, it } from 'vitest';
import { logout } from '#protocol/accounts.ts';
import { updateManagedUser } from '#protocol/admin.ts';
import { contractRequests } from '../../support/fuzz/contract-requests.ts';
import type { FuzzedRequest } from '../../support/fuzz/contract-requests.ts';
import { FuzzClient, newTeam, residentBytes } from '../../support/fuzz/fuzzed-server.ts';
import { expectError } from '../../support/error-answer.ts';
import { folderForTest, listeningServer } from '../../support/server-process.ts';

/** By hand: FUZZ_REQUESTS=10000000 FUZZ_SEED=… npm run test:integration -- contract-fuzz */
const requestCount = Number(process.env['FUZZ_REQUESTS'] ?? 100_000);
const seed = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const connections = 48;
/** Milliseconds: two for each request, many times what it takes. */
const timeoutMs = 120_000 + requestCount * 2;

it(
  `${String(requestCount)} requests to every call, from right to absurd, seed ${String(seed)}`,
  async () => {
    const { url, process: server } = await listeningServer(folderForTest());
    const { people, known } = await newTeam(url);
    const client = new FuzzClient(url, connections);
    const requests = contractRequests({
      seed,
      tokens: people.map(({ token }) => token),
      known,
      // Nobody may be signed out or locked out: the rest would be refused at the door.
      leaveOut: [logout, updateManagedUser],
    });
    const statuses = new Map<number, number>();
    const failures: string[] = [];
    const fail = ({ method, path, headers, body }: FuzzedRequest, outcome: string) => {
      const sent = `${JSON.stringify(headers)} ${body?.toString('latin1').slice(0, 300) ?? ''}`;
      if (failures.length < 10) failures.push(`${method} ${path} ${sent}: ${outcome}`);
    };
    let left = requestCount;
    const halfway = { bytes: 0 };
    const work = async () => {
      while (left > 0) {
        left -= 1;
        if (left === Math.floor(requestCount / 2)) halfway.bytes = residentBytes(server.pid);
        const { value: request } = requests.next();
        try {
          const { status, text } = await client.ask(request);
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          if (status >= 500 && status !== 507) fail(request, `${String(status)} ${text}`);
          if (status >= 400 && request.method !== 'HEAD' && !text.includes('"error_code"')) {
            fail(request, `${String(status)} without an error code: ${text}`);
          }
        } catch (cause) {
          fail(request, String(cause));
        }
      }
    };
    await Promise.all(Array.from({ length: connections }, work));
    client.close();
    expect(failures).toEqual([]);
    // Both kinds of answer were met, or the requests were not what they should be.
    const share = (wanted: (status: number) => boolean) =>
      [...statuses]
        .filter(([status]) => wanted(status))
        .reduce((sum, [, count]) => sum + count, 0) / requestCount;
    expect(share((status) => status < 300)).toBeGreaterThan(0.1);
    expect(share((status) => status === 422)).toBeGreaterThan(0.1);
    expect(residentBytes(server.pid)).toBeLessThan(halfway.bytes * 1.25 + 64 * 1024 ** 2);
    expect((await people[0]!.get('/health')).status).toBe(200);
    expectError(await people[1]!.get('/admin/users'), 403, 'FORBIDDEN');
    expect(server.stderr).not.toContain('request failed');
    const { code } = await server.stop();
    expect(code).toBe(0);
  },
  timeoutMs,
);

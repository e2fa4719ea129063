import { expect, it } from 'vitest';
import { logout } from '#protocol/accounts.ts';
import { updateManagedUser } from '#protocol/admin.ts';
import { contractRequests } from '../../support/fuzz/contract-requests.ts';
import { recordFuzzFigures } from '../../support/fuzz/fuzz-figures.ts';
import { FuzzTally } from '../../support/fuzz/fuzz-tally.ts';
import { FuzzClient, residentBytes } from '../../support/fuzz/fuzzed-server.ts';
import { newTeam } from '../../support/fuzz/fuzzed-team.ts';
import { expectError } from '../../support/error-answer.ts';
import { folderForTest, listeningServer } from '../../support/server-process.ts';

/** By hand: FUZZ_REQUESTS=10000000 FUZZ_SEED=… npm run test:integration -- contract-fuzz */
const requestCount = Number(process.env['FUZZ_REQUESTS'] ?? 100_000);
const seed = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
/** It ends then, however many were sent. */
const secondsMax = Number(process.env['FUZZ_SECONDS'] ?? 86_400);
const connections = 48;
/** Milliseconds: two for each request, many times what it takes. */
const timeoutMs = 120_000 + requestCount * 2;
/** Between two looks at the server's memory. */
const lookEvery = 5_000;
/** After so many a team's groups are left, its messages deleted and its sessions old: another one comes. */
const requestsPerTeam = 25_000;

const isTaken = (status: number) => status < 300;
const isRefusedByTheSchema = (status: number) => status === 422;

it(
  `${String(requestCount)} requests to every call, from right to absurd, seed ${String(seed)}`,
  async () => {
    const { url, process: server } = await listeningServer(folderForTest());
    const client = new FuzzClient(url);
    const all = new FuzzTally();
    const memory: number[] = [];
    const shares: number[] = [];
    const endsAt = performance.now() + secondsMax * 1_000;
    const isOver = () => sent >= requestCount || performance.now() >= endsAt;
    let sent = 0;
    let team = await newTeam(url, 0);
    for (let round = 0; !isOver(); round += 1) {
      if (round > 0) team = await newTeam(url, round);
      const requests = contractRequests({
        seed: seed + round,
        tokens: team.people.map(({ token }) => token),
        known: team.known,
        // Nobody may be signed out or locked out: the rest would be refused at the door.
        leaveOut: [logout, updateManagedUser],
      });
      const tally = new FuzzTally();
      const roundEndsAt = sent + requestsPerTeam;
      const work = async () => {
        while (sent < roundEndsAt && !isOver()) {
          sent += 1;
          if (sent % lookEvery === 0) memory.push(residentBytes(server.pid));
          const { value: request } = requests.next();
          try {
            const answer = await client.ask(request);
            tally.note(request, answer);
            all.note(request, answer);
          } catch (cause) {
            all.fail(request, String(cause));
          }
        }
      };
      await Promise.all(Array.from({ length: connections }, work));
      // Of the first few of a round nothing can be said.
      if (sent >= roundEndsAt) shares.push(tally.share(isTaken));
    }
    client.close();
    const [owner, other] = team.people;
    expect(all.failures).toEqual([]);
    // Both kinds of answer were met, all along, or the requests were not what they should be.
    expect(Math.min(...shares, all.share(isTaken))).toBeGreaterThan(0.1);
    expect(all.share(isRefusedByTheSchema)).toBeGreaterThan(0.1);
    const halfway = memory[Math.floor(memory.length / 2)] ?? 0;
    const atTheEnd = residentBytes(server.pid);
    expect(atTheEnd).toBeLessThan(halfway * 1.25 + 64 * 1024 ** 2);
    expect((await owner!.get('/health')).status).toBe(200);
    expectError(await other!.get('/admin/users'), 403, 'FORBIDDEN');
    expect(server.stderr).not.toContain('request failed');
    const { code } = await server.stop();
    expect(code).toBe(0);
    recordFuzzFigures('contract-fuzz', ['FUZZ_REQUESTS', 'FUZZ_SECONDS'], {
      'requests sent': sent,
      'taken (2xx)': `${(all.share(isTaken) * 100).toFixed(0)} %`,
      'answers of 5xx, hangs, and answers that nobody declared': all.failures.length,
      'memory halfway, MB': Math.round(halfway / 1e6),
      'memory at the end, MB': Math.round(atTheEnd / 1e6),
    });
  },
  timeoutMs,
);

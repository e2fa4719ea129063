import { createInterface } from 'node:readline';

/** Says that the program is ready, then answers every line of JSON with a line of JSON. */
export async function serveJobs(
  ready: unknown,
  handle: (job: never) => Promise<unknown>,
): Promise<void> {
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  for await (const line of createInterface(process.stdin)) {
    const answer = await handle(JSON.parse(line) as never).catch((cause: unknown) => ({
      failure: String(cause),
    }));
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}

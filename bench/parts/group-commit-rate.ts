import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageDraft } from '#protocol/messages.ts';
import { GroupCommit } from '#server/db/group-commit.ts';
import { openForWriting } from '#server/db/open-database.ts';
import { repositories } from '#server/db/repositories.ts';
import { databaseKeyOf, seedWorld } from '../seed/world.ts';
import { pairs } from '../peers/peer-world.ts';
import { messageBody } from '../load/sends.ts';

/** The bound from the other side: the same sends a second in group commits, with no network. */
export function groupCommitRate(batch: number, seconds: number): number {
  const folder = mkdtempSync(join(tmpdir(), 'future-talk-bench-'));
  const { people, conversations } = seedWorld(folder, batch, pairs(batch));
  const database = openForWriting(databaseKeyOf(folder));
  try {
    const commit = new GroupCommit(database, repositories);
    const calls = () =>
      people.map((person, place) => ({
        repository: 'messages',
        operation: 'send',
        input: {
          conversationId: conversations[Math.floor(place / 2)]?.id,
          senderId: person.id,
          sessionId: person.sessionId,
          draft: messageDraft.parse(JSON.parse(messageBody())),
        },
      }));
    const endsAt = performance.now() + seconds * 1000;
    let count = 0;
    let spentMs = 0;
    while (performance.now() < endsAt) {
      const batchOfCalls = calls();
      const startedAt = performance.now();
      count += commit.run(batchOfCalls).outcomes.filter(({ ok }) => ok).length;
      spentMs += performance.now() - startedAt;
    }
    return (count * 1000) / spentMs;
  } finally {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildMoveLink, parseMoveLink } from '#protocol/invite-link.ts';
import { everyMessage } from '../../support/conversation-history.ts';
import { newFriends } from '../../support/people.ts';
import { personAt, say, signUp, startConversation } from '../../support/rest.ts';
import {
  folderForTest,
  listeningServer,
  refusedStart,
  ServerProcess,
} from '../../support/server-process.ts';
import { FragileNetwork, freePort } from '../client/support/fragile-network.ts';
import { comeOver, moveLink, saysLine } from './support.ts';

/** A server, and a link that leads to it over a network that can be cut. */
async function hostedBehind() {
  const folder = folderForTest();
  const { url, process } = await listeningServer(folder);
  const admin = await signUp(url, 'host');
  const [ann, ben] = await newFriends(url, 'ann', 'ben');
  const conversation = await startConversation(ann, ben);
  await say(ann, conversation, 'before');
  const network = await FragileNetwork.to(Number(new URL(url).port));
  const link = parseMoveLink(await moveLink(admin));
  const port = Number(new URL(network.url).port);
  return { folder, process, ben, conversation, network, link: buildMoveLink({ ...link, port }) };
}

/** What is asked for right before the other computer is told that all is here. */
function materialThat(isAsked: () => void, key: Uint8Array) {
  return {
    key,
    get file() {
      isAsked();
      return null;
    },
  };
}

it('where the last answer is lost it is asked for again, and the move is done', async () => {
  const { folder, network, link } = await hostedBehind();
  let wasLost = false;
  const material = materialThat(() => {
    void network.loseOneAnswer().then(() => (wasLost = true));
  }, randomBytes(32));
  const { folder: there } = await comeOver(link, { material });
  expect(wasLost).toBe(true);
  expect(existsSync(join(folder, 'moved.json'))).toBe(true);
  expect(existsSync(join(there, 'future-talk.db'))).toBe(true);
});

it('where it stays unknown nothing serves until somebody has looked, and then it is all there', async () => {
  const { folder, process, ben, conversation, network, link } = await hostedBehind();
  const key = randomBytes(32);
  const there = join(folderForTest(), 'data');
  const material = materialThat(() => {
    void network.loseOneAnswer().then(() => {
      network.goDown();
    });
  }, key);
  const move = comeOver(link, { material, dataFolder: there });
  await expect(move).rejects.toThrow(
    /has come, but the other computer did not confirm that it has given it up\. Look there.*--finish/s,
  );
  // Nowhere are there two: the old one had heard it, and the new one does not serve by itself.
  expect(existsSync(join(folder, 'moved.json'))).toBe(true);
  await process.stop();
  expect((await refusedStart('--data', folder, '--port', '0')).stderr).toMatch(/has moved to/);
  expect(existsSync(there)).toBe(false);
  await expect(comeOver(link, { dataFolder: there })).rejects.toThrow(/finish that first/);

  const options = ['--json', '--key-stdin', '--data', there, '--port', String(await freePort())];
  const successor = ServerProcess.launch({
    options: ['take-over', '--finish', ...options],
    input: `${key.toString('hex')}\n`,
  });
  const { url } = await saysLine(successor, 'listening');
  const [first] = await everyMessage(personAt(url, ben), conversation.id);
  expect(first?.content).toBe('before');
}, 90_000);

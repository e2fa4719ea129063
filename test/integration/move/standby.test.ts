import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { MoveStatus } from '#protocol/move.ts';
import { eventually } from '../../support/eventually.ts';
import { everyMessage } from '../../support/conversation-history.ts';
import { newFriends } from '../../support/people.ts';
import { personAt, say, signUp, startConversation } from '../../support/rest.ts';
import {
  folderForTest,
  listeningServer,
  refusedStart,
  ServerProcess,
} from '../../support/server-process.ts';
import { freePort } from '../client/support/fragile-network.ts';
import { moveLink, saysLine } from './support.ts';

const saidInARow = 20;

/** The program that keeps a copy on another computer. */
async function standsBy(link: string) {
  const [data, port] = [join(folderForTest(), 'data'), await freePort()];
  const place = ['--json', '--data', data, '--port', String(port)];
  const options = ['stand-by', ...place, '--every', '1'];
  const launch = () => ServerProcess.launch({ options, input: `${link}\n` });
  /** As a service manager does: nobody is there who would say anything. */
  const launchAsService = () =>
    ServerProcess.launch({ options, under: ['sh', '-c', 'exec "$0" "$@" < /dev/null'] });
  return { place, data, port, launch, launchAsService, process: launch() };
}

/** Waits until the copy is as of a moment after this call. */
async function follows(process: ServerProcess): Promise<void> {
  const since = Date.now();
  for (;;) {
    const copies = [...process.stdout.matchAll(/"event":"copied","at":"([^"]+)"/g)];
    if (copies.some(([, at]) => Date.parse(at ?? '') > since)) return;
    await Promise.race([process.heard(), failing(process)]);
  }
}

async function failing(process: ServerProcess): Promise<never> {
  const { stderr } = await process.ended;
  throw new Error(`it stands by no more: ${stderr}`);
}

it('takes over when the host dies, and the old host, when it is back, does not serve', async () => {
  const folder = folderForTest();
  const port = String(await freePort());
  const old = await listeningServer(folder, { options: ['--port', port] });
  const admin = await signUp(old.url, 'host');
  const [ann, ben] = await newFriends(old.url, 'ann', 'ben');
  const conversation = await startConversation(ann, ben);
  await say(ann, conversation, 'before');
  const standby = await standsBy(await moveLink(admin));
  await follows(standby.process);
  await say(ann, conversation, 'meanwhile');
  await follows(standby.process);
  const { body } = await admin.get<MoveStatus>('/admin/move');
  expect(body.phase).toBe('standing_by');
  expect(Date.parse(body.copied_at ?? '')).toBeGreaterThan(Date.now() - 60_000);

  await old.process.stop('SIGKILL');
  await standby.process.stop();
  const hasty = await refusedStart('take-over', '--from-standby', ...standby.place);
  expect(hasty.stderr).toMatch(/does not answer.*--alone: what was said there since \d{4}-/);
  const options = ['take-over', '--from-standby', '--alone', ...standby.place];
  const successor = ServerProcess.launch({ options });
  const { url } = await saysLine(successor, 'listening');
  const said = await everyMessage(personAt(url, ben), conversation.id);
  expect(said.map(({ content }) => content)).toEqual(['before', 'meanwhile']);
  expect((await say(personAt(url, ann), conversation, 'and on')).seq).toBe(3);

  const again = await refusedStart('--data', folder, '--port', port);
  expect(again.stderr).toMatch(new RegExp(`has moved to 127\\.0\\.0\\.1:${String(standby.port)}`));
}, 90_000);

it('goes on over restarts of both, and hands over without loss while the host lives', async () => {
  const folder = folderForTest();
  const port = String(await freePort());
  const launch = { options: ['--port', port] };
  const old = await listeningServer(folder, launch);
  const admin = await signUp(old.url, 'host');
  const standby = await standsBy(await moveLink(admin));
  await follows(standby.process);
  await old.process.stop();
  const lost = standby.process.heard();
  await lost;
  const again = await listeningServer(folder, launch);
  await follows(standby.process);
  const second = standby.launch();
  expect((await second.ended).stderr).toMatch(/is running for this folder/);
  await standby.process.stop();
  const restarted = standby.launchAsService();
  await follows(restarted);
  await restarted.stop();
  const [ann, ben] = await newFriends(again.url, 'ann', 'ben');
  const conversation = await startConversation(ann, ben);
  await say(ann, conversation, 'not copied yet');
  const successor = ServerProcess.launch({
    options: ['take-over', '--from-standby', ...standby.place],
  });
  const { url } = await saysLine(successor, 'listening');
  const [first] = await everyMessage(personAt(url, ben), conversation.id);
  expect(first?.content).toBe('not copied yet');
  expect(existsSync(join(folder, 'moved.json'))).toBe(true);
  expect(existsSync(join(folder, 'standby.json'))).toBe(false);
}, 90_000);

it('has what is new as soon as it is acknowledged, without being asked for', async () => {
  const old = await listeningServer(folderForTest());
  const admin = await signUp(old.url, 'host');
  const [ann, ben] = await newFriends(old.url, 'ann', 'ben');
  const conversation = await startConversation(ann, ben);
  const standby = await standsBy(await moveLink(admin));
  await follows(standby.process);
  const startedAt = Date.now();
  const isCurrent = async () => {
    const { body } = await admin.get<MoveStatus>('/admin/move');
    return body.copy_is_current;
  };
  for (let count = 1; count <= saidInARow; count += 1) {
    await say(ann, conversation, `line ${String(count)}`);
    await eventually(async () => {
      expect(await isCurrent()).toBe(true);
    });
  }
  // Asked for every five seconds, each would have taken half of that.
  expect(Date.now() - startedAt).toBeLessThan(saidInARow * 2_500);
  const ended = await refusedStart('stand-by', '--end', ...standby.place);
  expect(ended.stderr).toMatch(/is running for this folder/);
  await standby.process.stop();
  expect((await refusedStart('stand-by', '--end', ...standby.place)).code).toBe(0);
  expect((await admin.get<MoveStatus>('/admin/move')).body.phase).toBe('none');
  expect(existsSync(`${standby.data}.arriving`)).toBe(false);
}, 90_000);

it('is over when an administrator ends it', async () => {
  const old = await listeningServer(folderForTest());
  const admin = await signUp(old.url, 'host');
  const standby = await standsBy(await moveLink(admin));
  await follows(standby.process);
  expect((await admin.delete<MoveStatus>('/admin/move')).body.phase).toBe('none');
  const { stderr, code } = await standby.process.ended;
  const ended = /The link is not good any more, or the other computer has ended/;
  expect(stderr).toMatch(ended);
  expect(code).toBe(1);
  // For the app, which does not hear a service.
  const notes = readFileSync(join(`${standby.data}.arriving`, 'standing-by.json'), 'utf8');
  expect(JSON.parse(notes)).toMatchObject({ problem: expect.stringMatching(ended) as string });
}, 60_000);

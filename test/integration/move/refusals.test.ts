import { existsSync, readdirSync, rmSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { parseMoveLink } from '#protocol/invite-link.ts';
import type { MoveStatus } from '#protocol/move.ts';
import { lanInterfaces } from '../../../src/main/lan/network-interfaces.ts';
import { OldHost } from '#server/move/successor-client.ts';
import { contentsOf } from '../../support/stored-bytes.ts';
import { newFriends } from '../../support/people.ts';
import { personAt, rest, say, signUp, startConversation } from '../../support/rest.ts';
import { folderForTest, refusedStart } from '../../support/server-process.ts';
import { startServerForTest } from '../../support/test-server.ts';
import { writeCertificate } from '../sealed/support/test-certificate.ts';
import { comeOver, moveLink } from './support.ts';

async function hosted() {
  const server = await startServerForTest();
  const admin = await signUp(server.url, 'host');
  const [ann, ben] = await newFriends(server.url, 'ann', 'ben');
  return { server, admin, ann, conversation: await startConversation(ann, ben) };
}

it('is for administrators, by a link that is good once, and only over a sealed channel', async () => {
  const { server, admin, ann } = await hosted();
  expect((await ann.post('/admin/move')).status).toBe(403);
  const link = await moveLink(admin);
  const { code } = parseMoveLink(link);
  const plain = await rest(server.url, 'POST', '/move', { json: { code } });
  expect(plain).toMatchObject({ status: 403, body: { error_code: 'FORBIDDEN' } });
  const { host } = await OldHost.join(parseMoveLink(link), null);
  await expect(OldHost.join(parseMoveLink(link), null)).rejects.toMatchObject({
    code: 'MOVE_OVER',
  });
  await host.giveUp();
  await host.close();
  expect((await admin.get('/admin/move')).body).toMatchObject({
    phase: 'none',
    problem: 'given_up',
  });
  const wrong = parseMoveLink(await moveLink(admin));
  const guessed = {
    ...wrong,
    code: wrong.code.replace(/^./, (first) => (first === '0' ? '1' : '0')),
  };
  await expect(OldHost.join(guessed, null)).rejects.toMatchObject({ code: 'MOVE_OVER' });
  await expect(comeOver('futuretalk://join?host=a&port=1&key=x')).rejects.toThrow(
    /not a link to move/,
  );
});

it('is made on the computer that serves alone', async () => {
  const { url, port } = await startServerForTest({ host: '0.0.0.0', plainApi: true });
  const admin = await signUp(url, 'host');
  for (const { address } of lanInterfaces()) {
    const from = personAt(`http://${address}:${String(port)}`, admin);
    expect(await from.post('/admin/move')).toMatchObject({
      status: 403,
      body: { error_code: 'FORBIDDEN' },
    });
    expect((await from.get('/admin/move')).body).toMatchObject({ phase: 'none', link: null });
  }
  expect((await admin.post('/admin/move')).status).toBe(200);
});

it('takes nothing new while the last is copied, still answers, and goes on when that ends', async () => {
  const { admin, ann, conversation } = await hosted();
  for (const end of ['successor', 'administrator'] as const) {
    const { host } = await OldHost.join(parseMoveLink(await moveLink(admin)), null);
    await host.content(true);
    const answer = await ann.post(`/messages/conversations/${conversation.id}/messages`, {
      content: 'too soon',
    });
    expect(answer).toMatchObject({ status: 503, body: { error_code: 'SERVER_MOVING' } });
    expect(answer.headers.get('retry-after')).toBe('1');
    expect((await ann.get('/messages/conversations')).status).toBe(200);
    if (end === 'successor') await host.giveUp();
    else expect((await admin.delete('/admin/move')).status).toBe(200);
    expect((await say(ann, conversation, `after the ${end}`)).content).toBe(`after the ${end}`);
    const addresses = ['127.0.0.1:9'];
    await expect(host.complete(addresses, 2 ** 32)).rejects.toMatchObject({ code: 'MOVE_OVER' });
    await host.close();
  }
});

it('changes nothing where the successor cannot serve', async () => {
  const { server, admin, ann, conversation } = await hosted();
  const taken = net.createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  onTestFinished(() => void taken.close());
  const { port } = taken.address() as net.AddressInfo;
  const folder = folderForTest();
  await expect(comeOver(await moveLink(admin), { port, dataFolder: folder })).rejects.toThrow(
    /port \d+ is in use/,
  );
  expect(existsSync(`${folder}.arriving`)).toBe(false);
  expect(existsSync(join(server.dataFolder, 'moved.json'))).toBe(false);
  expect((await admin.get<MoveStatus>('/admin/move')).body.phase).toBe('none');
  expect((await say(ann, conversation, 'still here')).content).toBe('still here');
});

it('is refused where there is a certificate, here or there, before anything changes', async () => {
  const server = await startServerForTest({ tls: writeCertificate(folderForTest()) });
  await expect(server.localAdmin.run('move', {})).rejects.toThrow(/certificate cannot be moved/);
  const folder = folderForTest();
  const files = ['--tls-cert', 'cert.pem', '--tls-key', 'key.pem'];
  for (const command of ['take-over', 'stand-by']) {
    const { code, stderr } = await refusedStart(command, '--data', join(folder, 'data'), ...files);
    expect(code).toBe(1);
    expect(stderr).toMatch(/leave out --tls-cert and --tls-key/);
  }
  expect(readdirSync(folder)).toEqual([]);
});

it('comes into no folder that has a server', async () => {
  const { admin } = await hosted();
  const other = await startServerForTest();
  const before = contentsOf(other.dataFolder).length;
  await expect(comeOver(await moveLink(admin), { dataFolder: other.dataFolder })).rejects.toThrow(
    /There is a server in/,
  );
  expect(contentsOf(other.dataFolder).length).toBe(before);
  rmSync(`${other.dataFolder}.arriving`, { recursive: true, force: true });
  expect((await admin.get<MoveStatus>('/admin/move')).body.phase).toBe('offered');
});

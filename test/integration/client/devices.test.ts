import { expect, it } from 'vitest';
import * as contract from '#protocol/conversations.ts';
import type { Conversation } from '#protocol/conversations.ts';
import { saveDraft } from '#protocol/drafts.ts';
import type { ConversationId } from '#protocol/identifiers.ts';
import { sendMessage } from '#protocol/messages.ts';
import { markConversationRead } from '#protocol/receipts.ts';
import { uniqueName } from '../../support/people.ts';
import { startServerForTest } from '../../support/test-server.ts';
import { ClientPerson, introduce, overEachTransport } from './support/client-person.ts';
import { DeviceView } from './support/device-view.ts';

/** One of Ben's devices and what it shows. */
interface Device {
  person: ClientPerson;
  view: DeviceView;
}

async function signInOn(url: string, username: string): Promise<Device> {
  const person = await ClientPerson.signIn(url, username);
  const view = await new DeviceView(person.client).load();
  person.client.on('event', (event) => {
    view.apply(event, person.id);
  });
  return { person, view };
}

const say = (person: ClientPerson, conversation_id: ConversationId, content: string) =>
  person.client.call(sendMessage, { params: { conversation_id }, body: { content } });

const write = (person: ClientPerson, conversation_id: ConversationId, content: string) =>
  person.client.call(saveDraft, { params: { conversation_id }, body: { content } });

const group = (creator: ClientPerson, name: string, ...others: ClientPerson[]) =>
  creator.client.call(contract.createConversation, {
    body: { participant_ids: others.map(({ id }) => id), conversation_type: 'group', name },
  });

const rename = (person: ClientPerson, conversation_id: ConversationId, name: string) =>
  person.client.call(contract.updateConversation, { params: { conversation_id }, body: { name } });

const add = (person: ClientPerson, conversation_id: ConversationId, added: ClientPerson) =>
  person.client.call(contract.addParticipants, {
    params: { conversation_id },
    body: { user_ids: [added.id] },
  });

const remove = (person: ClientPerson, conversation_id: ConversationId, { id }: ClientPerson) =>
  person.client.call(contract.removeParticipant, { params: { conversation_id, user_id: id } });

/** Brings the device back and waits until it has heard of the message that was said last. */
async function comeBack(device: Device, conversation: Conversation, last: string): Promise<void> {
  const { person, view } = device;
  if (person.client.connection.status !== 'online') await person.goOnline();
  await person.until(() => person.texts().includes(last));
  await view.loadUnknown();
  expect(view.conversations.has(conversation.id)).toBe(true);
}

/** What somebody sees who signs in now. */
const afresh = async ({ person }: Device) => (await new DeviceView(person.client).load()).asPlain();

const settings = (
  { person }: Device,
  { id }: Conversation,
  body: { is_archived?: boolean; muted_until?: string },
) => person.client.call(contract.updateConversation, { params: { conversation_id: id }, body });

overEachTransport(
  'three devices of one person, away for a while, a long while, and not at all',
  () => {
    it('end with the same view, which is the server’s', async () => {
      const { url } = await startServerForTest();
      const ben = uniqueName('ben');
      const alice = await ClientPerson.signUp(url, 'alice');
      const carla = await ClientPerson.signUp(url, 'carla');
      const himself = await ClientPerson.signUp(url, ben);
      const direct = await introduce(alice, himself);
      await introduce(alice, carla);
      const workshop = await group(alice, 'Workshop', himself, carla);
      const choir = await group(alice, 'Choir', himself, carla);
      const yard = await group(alice, 'Yard', carla);
      await say(alice, workshop.id, 'One');
      const [desk, laptop, tablet] = [
        await signInOn(url, ben),
        await signInOn(url, ben),
        await signInOn(url, ben),
      ];

      tablet.person.client.disconnect();
      await say(alice, workshop.id, 'Two');
      await rename(alice, workshop.id, 'The workshop');
      await settings(desk, choir, { is_archived: true });
      await write(desk.person, direct.id, 'Half a thought');
      await write(laptop.person, workshop.id, 'For the workshop');
      await add(alice, yard.id, himself);
      await say(carla, yard.id, 'Welcome');

      laptop.person.client.disconnect();
      await remove(alice, workshop.id, himself);
      await say(alice, workshop.id, 'Without Ben');
      await settings(desk, direct, { muted_until: '2031-01-01T00:00:00.000Z' });
      await write(desk.person, direct.id, 'Half a thought, gone on with');
      await say(alice, direct.id, 'Are you there?');
      await desk.person.client.call(markConversationRead, {
        params: { conversation_id: direct.id },
      });
      await remove(alice, yard.id, himself);
      await say(carla, yard.id, 'Where is Ben?');
      await add(alice, yard.id, himself);
      await say(alice, direct.id, 'First end');
      await comeBack(laptop, direct, 'First end');
      expect(laptop.view.asPlain()).toEqual(await afresh(laptop));
      expect(laptop.view.conversations.has(workshop.id)).toBe(false);
      expect(laptop.view.drafts).toEqual(new Map([[direct.id, 'Half a thought, gone on with']]));

      laptop.person.client.disconnect();
      await add(alice, workshop.id, himself);
      await say(carla, workshop.id, 'Ben is back');
      await write(desk.person, workshop.id, 'Glad to be');
      await say(alice, choir.id, 'This brings it out of the archive');
      await alice.client.call(contract.setParticipantRole, {
        params: { conversation_id: choir.id, user_id: himself.id },
        body: { role: 'admin' },
      });
      await desk.person.client.call(contract.leaveConversation, {
        params: { conversation_id: yard.id },
      });
      await say(desk.person, direct.id, 'Half a thought, gone on with to its end');
      await say(alice, direct.id, 'Last end');
      for (const device of [desk, laptop, tablet]) await comeBack(device, direct, 'Last end');
      const server = await afresh(desk);
      for (const { view } of [desk, laptop, tablet]) expect(view.asPlain()).toEqual(server);
      expect(desk.view.drafts).toEqual(new Map([[workshop.id, 'Glad to be']]));
      expect(desk.view.conversations.get(workshop.id)).toMatchObject({
        name: 'The workshop',
        messages: { 1: 'One', 2: 'Two', 3: 'Without Ben', 4: 'Ben is back' },
        notes: { 1: 'created', 2: 'renamed', 3: 'removed', 4: 'added' },
      });
      expect(desk.view.conversations.has(yard.id)).toBe(false);
      for (const { person } of [desk, laptop, tablet]) {
        expect(person.resynchronisations).toEqual(['first-connection']);
        expect(person.problems).toEqual([]);
      }
    });
  },
);

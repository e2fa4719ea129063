import { expect, it } from 'vitest';
import { listMessages } from '#protocol/messages.ts';
import { startServerForTest } from '../../support/test-server.ts';
import { ClientPerson, introduce, overEachTransport } from './support/client-person.ts';

overEachTransport('what is done to a message', () => {
  it('is answered, told to the other, and refused as the server says', async () => {
    const { url } = await startServerForTest();
    const alice = await ClientPerson.signUp(url, 'alice');
    const bob = await ClientPerson.signUp(url, 'bob');
    const conversation = await introduce(alice, bob);
    alice.say(conversation, 'helo');
    await alice.until(() => alice.settled.length === 1);
    const { id } = alice.settled[0]?.message ?? expect.fail('no message');

    const edited = await alice.client.actions.edit(id, 'hello');
    expect(edited).toMatchObject({ id, content: 'hello' });
    await bob.until(() => bob.of('message_updated').length === 1);
    expect(bob.of('message_updated')[0]?.message).toMatchObject({ id, content: 'hello' });

    const heart = await bob.client.actions.addReaction(id, '👩‍❤️‍👨');
    expect(heart.reactions).toEqual([{ emoji: '👩‍❤️‍👨', count: 1, user_ids: [bob.id] }]);
    await alice.until(() => alice.of('reaction_added').length === 1);
    await bob.client.actions.removeReaction(id, '👩‍❤️‍👨');
    await alice.until(() => alice.of('reaction_removed').length === 1);
    expect(alice.of('reaction_removed')[0]?.reactions).toEqual([]);

    const { actions } = bob.client;
    await expect(actions.edit(id, 'mine now')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(actions.delete(id)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(actions.addReaction(id, 'no emoji')).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
    });

    expect(await alice.client.actions.delete(id)).toMatchObject({ is_deleted: true, content: '' });
    await bob.until(() => bob.of('message_deleted').length === 1);
    await expect(alice.client.actions.edit(id, 'again')).rejects.toMatchObject({
      code: 'MESSAGE_GONE',
    });
    const [seen] = await bob.client.call(listMessages, {
      params: { conversation_id: conversation.id },
    });
    expect(seen).toMatchObject({ id, is_deleted: true, content: '' });
    expect([...alice.problems, ...bob.problems]).toEqual([]);
  });
});

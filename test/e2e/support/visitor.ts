import type { Conversation } from '#protocol/conversations.ts';
import { say, signUp } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { hostedPort } from './actions.ts';
import type { Desktop } from './desktop.ts';

interface Visitor {
  username: string;
  displayName: string;
  says: string;
}

/** Somebody without a window who becomes a friend of the person in this one, and writes to them. */
export async function visit(desktop: Desktop, visitor: Visitor): Promise<TestPerson> {
  const url = `http://127.0.0.1:${String(await hostedPort(desktop))}`;
  const person = await signUp(url, visitor.username);
  await person.patch('/auth/me', { display_name: visitor.displayName });
  const user_id = await desktop.page.evaluate(async () => {
    const state = await window.futureTalk.call('getAppState');
    return state.ok ? state.value.account?.id : undefined;
  });
  await person.post('/friends/requests', { user_id });
  await desktop.page.evaluate(async () => {
    const requests = await window.futureTalk.call('listFriendRequests');
    for (const { id } of requests.ok ? requests.value.incoming : []) {
      await window.futureTalk.call('acceptFriendRequest', { request_id: id });
    }
  });
  const { body: conversation } = await person.post<Conversation>('/messages/conversations', {
    participant_ids: [user_id],
    conversation_type: 'direct',
  });
  await say(person, conversation, visitor.says);
  return person;
}

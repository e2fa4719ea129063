import { expect } from '@playwright/test';
import {
  acceptRequest,
  askToBeFriends,
  conversationItem,
  hostedPort,
  hostHere,
  joinAt,
  messageFriend,
  messages,
  send,
  signUp,
} from './actions.ts';
import { Desktop } from './desktop.ts';

export interface Pair {
  /** Hosts the server. */
  anna: Desktop;
  ben: Desktop;
  end(): Promise<void>;
}

/** Two people in two windows: Anna hosts, they are friends, and both look at their conversation. */
export async function meetAndTalk(environmentOfBen: Record<string, string> = {}): Promise<Pair> {
  const anna = new Desktop('anna');
  const ben = new Desktop('ben', environmentOfBen);
  const end = async () => {
    await ben.remove();
    await anna.remove();
  };
  try {
    await anna.launch();
    await hostHere(anna, 'anyone');
    await signUp(anna, { username: 'anna', displayName: 'Anna Berg' });
    await ben.launch();
    await joinAt(ben, `127.0.0.1:${String(await hostedPort(anna))}`);
    await signUp(ben, { username: 'ben', displayName: 'Ben Ito' });
    await askToBeFriends(anna, 'ben');
    await acceptRequest(ben, 'Anna Berg');
    await messageFriend(anna, 'Ben Ito');
    await send(anna, 'Hello Ben');
    await conversationItem(ben, 'Anna Berg').click();
    await expect(messages(ben, 'Hello Ben')).toHaveCount(1);
    return { anna, ben, end };
  } catch (error) {
    await end();
    throw error;
  }
}

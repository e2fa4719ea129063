import { acceptRequest, askToBeFriends, hostedPort, joinAt, signUp } from './actions.ts';
import { Desktop } from './desktop.ts';
import { meetAndTalk } from './pair.ts';
import type { Pair } from './pair.ts';

export interface Trio extends Pair {
  carla: Desktop;
}

/** Anna, who hosts and is a friend of the two others; Ben and Carla do not know each other. */
export async function meetInThree(environmentOfBen: Record<string, string> = {}): Promise<Trio> {
  const pair = await meetAndTalk(environmentOfBen);
  const carla = new Desktop('carla');
  const end = async () => {
    await carla.remove();
    await pair.end();
  };
  try {
    await carla.launch();
    await joinAt(carla, `127.0.0.1:${String(await hostedPort(pair.anna))}`);
    await signUp(carla, { username: 'carla', displayName: 'Carla Núñez' });
    await askToBeFriends(carla, 'anna');
    await acceptRequest(pair.anna, 'Carla Núñez');
    return { ...pair, carla, end };
  } catch (error) {
    await end();
    throw error;
  }
}

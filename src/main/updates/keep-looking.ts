import type { AppController } from '../session/app-controller.ts';
import type { UpdateController } from './update-controller.ts';

/** Somebody may stay connected for weeks; to ask costs the server a look into a folder. */
const pauseMs = 60 * 60 * 1000;

interface Looking {
  lookForUpdate: () => void;
  /** To be called whenever the app's state has changed. */
  stateChanged: () => void;
}

/** Looks for an update at each connection, and from time to time while it lasts. */
export function keepLooking(
  updates: UpdateController,
  controller: () => Pick<AppController, 'state' | 'client'>,
): Looking {
  let wasOnline = false;
  const isOnline = () => {
    const { account, connection } = controller().state;
    return account !== null && connection.status === 'online';
  };
  const lookForUpdate = () => {
    if (isOnline()) void updates.look(controller().client.releases);
  };
  setInterval(lookForUpdate, pauseMs).unref();
  return {
    lookForUpdate,
    stateChanged: () => {
      const online = isOnline();
      if (online && !wasOnline) lookForUpdate();
      wasOnline = online;
    },
  };
}

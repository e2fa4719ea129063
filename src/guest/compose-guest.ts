import './without-eval.ts';
import { ChatClient, newDeviceKey } from '#client/chat-client.ts';
import { logout } from '#protocol/accounts.ts';
import { limits } from '#protocol/limits.ts';
import { OutgoingFiles } from '../main/attachments/outgoing-files.ts';
import { createCallRouter } from '../main/ipc/call-router.ts';
import type { SendEvent } from '../main/ipc/events.ts';
import { AppLanguage } from '../main/language/app-language.ts';
import type { Log } from '../main/logging/log.ts';
import { AppController } from '../main/session/app-controller.ts';
import type { AppControllerDependencies } from '../main/session/app-controller.ts';
import { DraftSaves } from '../main/session/draft-saves.ts';
import { forwardClientEvents } from '../main/session/forward-client-events.ts';
import { ReadMarks } from '../main/session/read-marks.ts';
import { decodeKey } from '../main/trust/ask-server.ts';
import { deviceNameOf } from './device-name.ts';
import type { Guest } from './guest-bridge.ts';
import { GuestDoor, untilItWorks } from './guest-door.ts';
import { GuestDownloads } from './guest-downloads.ts';
import { GuestFiles } from './guest-files.ts';
import { createGuestHandlers } from './guest-handlers.ts';
import { GuestMemory } from './guest-memory.ts';
import { GuestSettings } from './guest-settings.ts';

interface GuestOptions {
  /** Of the server that has served the page. */
  origin: string;
  /** Of the page's address. */
  fragment: string;
  languages: () => readonly string[];
  userAgent: string;
  /** Tells the page of events. */
  send: SendEvent;
  log: Log;
}

/** Puts together what stands for the main process in a page, and begins to look for the server. */
export function composeGuest(options: GuestOptions): Guest {
  const { origin, fragment, languages, send, log } = options;
  const settings = new GuestSettings();
  const language = composeLanguage(settings, languages, send);
  const readMarks = new ReadMarks(log);
  const draftSaves = new DraftSaves(log);
  const files = new GuestFiles({
    client: () => appController.signedInClient,
    maxBytes: () => maxBytesOf(appController),
  });
  const store = { load: async () => [], save: async () => undefined };
  const outgoing = new OutgoingFiles({ store, chosen: files, send, log });
  const appController: AppController = new AppController({
    ...withoutApp(options),
    settings,
    door: new GuestDoor(origin, fragment),
    onClient: (client) => {
      readMarks.attach(client);
      draftSaves.attach(client);
      forwardClientEvents(client, send, (event) => {
        if (event.type === 'user_updated') appController.personUpdated(event.user);
      });
    },
    onPersonChanged: () => {
      readMarks.reset();
      draftSaves.reset();
      useFiles(outgoing, appController).catch((error: unknown) => {
        log.error('Files could not be put in order', error);
      });
    },
    onStateChanged: (state) => {
      // Until then the page waits for its first answer.
      if (hasJoined) send('appStateChanged', state);
    },
  });
  let hasJoined = false;
  const joined = untilItWorks(() => appController.join({ address: origin })).then(() => {
    hasJoined = true;
  });
  const own = { appController, joined, files, outgoing, downloads: new GuestDownloads(send) };
  const handlers = createGuestHandlers({ ...own, settings, language, readMarks, draftSaves });
  return {
    router: createCallRouter(handlers, log),
    files,
    leave: () => {
      endSession(appController);
    },
  };
}

/** Through the sealed channel, before the browser takes it away. Where it does not come, silence ends the session. */
function endSession(appController: AppController): void {
  if (appController.state.account === null) return;
  appController.client.call(logout, {}).catch(() => undefined);
}

type WithoutApp = Pick<
  AppControllerDependencies,
  'version' | 'inBrowser' | 'hosting' | 'whereIs' | 'rememberServer' | 'createClient' | 'log'
>;

function withoutApp({ userAgent, log }: GuestOptions): WithoutApp {
  return {
    version: import.meta.env['VITE_VERSION'] as string,
    inBrowser: true,
    hosting: {
      localServer: null,
      movedTo: null,
      resume: async () => undefined,
      serverMoved: async () => undefined,
    },
    // The page is the old computer's, and may speak to no other: the new one has a page of its own.
    whereIs: async () => null,
    rememberServer: () => new GuestMemory(),
    createClient: async ({ url, information }, memory) =>
      new ChatClient({
        url,
        memory,
        outboxStore: memory.outbox,
        // Of this tab alone: sessions that it begins end with it.
        sealed: {
          deviceKey: newDeviceKey(),
          expectedServerKey: decodeKey(information.public_key),
        },
        deviceName: deviceNameOf(userAgent),
        reportProblem: (problem) => {
          log.error('The chat client met a problem', problem);
        },
      }),
    log,
  };
}

function composeLanguage(
  settings: GuestSettings,
  systemLanguages: () => readonly string[],
  send: SendEvent,
): AppLanguage {
  const language = new AppLanguage({ settings, systemLanguages });
  language.onChanged((state) => {
    send('languageChanged', state);
  });
  return language;
}

async function useFiles(outgoing: OutgoingFiles, appController: AppController): Promise<void> {
  const { server, account } = appController.state;
  if (server === null || account === null) {
    await outgoing.discardAll();
    await outgoing.use(null, null);
    return;
  }
  const sender = { serverKey: server.information.public_key, accountId: account.id };
  await outgoing.use(sender, appController.client);
}

function maxBytesOf({ state }: AppController): number {
  return state.server?.information.limits['attachmentMaxBytes'] ?? limits.attachmentMaxBytes;
}

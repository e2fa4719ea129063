import { beforeEach, describe, onTestFinished } from 'vitest';
import { createConversation } from '#protocol/conversations.ts';
import type { Conversation } from '#protocol/conversations.ts';
import type { ServerEvent } from '#protocol/events.ts';
import { askFriend } from '#protocol/people.ts';
import { ChatClient, newDeviceKey, VolatileMemory } from '#client/chat-client.ts';
import type {
  ChatClientEvents,
  ClientMemory,
  ConnectionState,
  EpochMark,
  KeyPair,
  SealedOptions,
} from '#client/chat-client.ts';

type EventOf<T extends ServerEvent['type']> = Extract<ServerEvent, { type: T }>;

const password = 'correct horse battery';

type TransportName = 'plain' | 'sealed';
let transport: TransportName = 'plain';

/** The same tests over each of the client's transports: whoever uses it must not see which one. */
export function overEachTransport(name: string, tests: (transport: TransportName) => void): void {
  describe.each(['plain', 'sealed'] as const)(`${name} (%s)`, (each) => {
    beforeEach(() => {
      transport = each;
    });
    tests(each);
  });
}

/** Tests of what only sealed channels can do. */
export function overSealedChannels(name: string, tests: () => void): void {
  describe(name, () => {
    beforeEach(() => {
      transport = 'sealed';
    });
    tests();
  });
}

/** A device is known by its memory: its sessions are bound to its key. */
const deviceKeys = new WeakMap<ClientMemory, KeyPair>();

function sealedOptions(
  memory: ClientMemory,
  newestEpoch: EpochMark | null,
): { sealed?: SealedOptions } {
  if (transport === 'plain') return {};
  const deviceKey = deviceKeys.get(memory) ?? newDeviceKey();
  deviceKeys.set(memory, deviceKey);
  return { sealed: { deviceKey, expectedServerKey: null, newestEpoch } };
}

/** A person with a chat client, and everything that the client has told them. */
export class ClientPerson {
  readonly client: ChatClient;
  readonly memory: ClientMemory;
  readonly events: ServerEvent[] = [];
  readonly states: ConnectionState['status'][] = [];
  readonly resynchronisations: string[] = [];
  readonly signOuts: string[] = [];
  readonly settled: ChatClientEvents['outgoingSettled'][] = [];
  readonly problems: unknown[] = [];
  #wake: (() => void)[] = [];

  constructor(
    url: string,
    memory: ClientMemory = new VolatileMemory(),
    newestEpoch: EpochMark | null = null,
  ) {
    this.memory = memory;
    this.client = new ChatClient({
      url,
      deviceName: 'integration test',
      memory,
      ...sealedOptions(memory, newestEpoch),
      // The shortest pauses that chance may draw.
      random: () => 0,
      reportProblem: (problem) => this.problems.push(problem),
    });
    this.#listen();
    onTestFinished(() => this.client.close());
  }

  /** Signs up, connects and waits until the client is online. */
  static async signUp(url: string, username: string): Promise<ClientPerson> {
    const person = new ClientPerson(url);
    await person.client.register({ username, password });
    await person.goOnline();
    return person;
  }

  static async signIn(url: string, username: string): Promise<ClientPerson> {
    const person = new ClientPerson(url);
    await person.client.login({ username, password });
    await person.goOnline();
    return person;
  }

  /** The same person after a restart of their program. */
  static async comeBack(url: string, memory: ClientMemory): Promise<ClientPerson> {
    const person = new ClientPerson(url, memory);
    await person.client.restore();
    return person;
  }

  get id() {
    const { account } = this.client;
    if (account === null) throw new Error('nobody is signed in');
    return account.id;
  }

  async goOnline(): Promise<void> {
    this.client.connect();
    await this.until(() => this.client.connection.status === 'online');
  }

  /** Looks again whenever the client says something; ends with the test's own time limit. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        this.#wake.push(resolve);
      });
    }
  }

  of<T extends ServerEvent['type']>(type: T): EventOf<T>[] {
    return this.events.filter((event): event is EventOf<T> => event.type === type);
  }

  /** The texts of the messages that came as events, in the order in which they came. */
  texts(): string[] {
    return this.of('new_message').map(({ message }) => message.content);
  }

  say(conversation: Conversation, content: string): string {
    const draft = { conversation_id: conversation.id, content };
    return this.client.outbox.send(draft).client_message_id;
  }

  #listen(): void {
    this.client.on('event', (event) => this.events.push(event));
    this.client.on('connection', ({ status }) => this.states.push(status));
    this.client.on('resynchronised', ({ reason }) => this.resynchronisations.push(reason));
    this.client.on('signedOut', ({ reason }) => this.signOuts.push(reason));
    this.client.on('outgoingSettled', (settled) => this.settled.push(settled));
    const names = [
      'event',
      'connection',
      'outgoingSettled',
      'outgoingChanged',
      'signedOut',
    ] as const;
    for (const name of names) {
      this.client.on(name, () => {
        for (const wake of this.#wake.splice(0)) wake();
      });
    }
  }
}

/** Makes two people friends and starts their conversation. */
export async function introduce(one: ClientPerson, other: ClientPerson): Promise<Conversation> {
  await one.client.call(askFriend, { body: { user_id: other.id } });
  await other.client.call(askFriend, { body: { user_id: one.id } });
  return one.client.call(createConversation, {
    body: { participant_ids: [other.id], conversation_type: 'direct' },
  });
}

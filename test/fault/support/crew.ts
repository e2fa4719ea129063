import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Conversation } from '#protocol/conversations.ts';
import { freePort } from '../../integration/client/support/fragile-network.ts';
import { newFriends } from '../../support/people.ts';
import { password, personAt, signIn, startConversation } from '../../support/rest.ts';
import type { TestPerson } from '../../support/rest.ts';
import { folderForTest, listeningServer, ServerProcess } from '../../support/server-process.ts';
import {
  expectFilesWhole,
  expectKept,
  expectReplayed,
  expectSound,
  Ledger,
} from './consistency.ts';
import type { KeptMessage } from './consistency.ts';
import { Sender } from './sender.ts';

interface CrewOptions {
  /** Messages that each person has waiting in each conversation. */
  waitingEach?: number;
  /** Conversations of all three: of each person one message at a time is on its way in each. */
  groups?: number;
  filesPercent?: number;
  /** What goes before the server's command. */
  under?: readonly string[];
  dataFolder?: string;
  /** Of the server. */
  options?: readonly string[];
  node?: string;
  environment?: Readonly<Record<string, string>>;
  /** Where the server is for others, if not on this computer. */
  address?: string;
  /** What goes before the senders' command. */
  sendersUnder?: readonly string[];
  /** Makes the way that the senders take to the server, and answers its URL; the server's own if none. */
  way?: (serverPort: number) => Promise<string>;
}

interface Kept {
  messages: number;
  kept: Map<string, KeptMessage[]>;
  ledger: Ledger;
}

/** Three people who write to each other by twos and all together, their programs, and their server. */
export class Crew {
  readonly dataFolder: string;
  readonly url: string;
  readonly people: readonly TestPerson[];
  readonly senders: readonly Sender[];
  readonly #port: number;
  readonly #options: CrewOptions;
  readonly #readersOf: Map<string, readonly TestPerson[]>;
  #server: ServerProcess;

  private constructor(built: {
    options: CrewOptions;
    dataFolder: string;
    port: number;
    /** The senders' way to the server, a URL. */
    way: string;
    server: ServerProcess;
    people: readonly TestPerson[];
    conversations: readonly { conversation: Conversation; members: readonly TestPerson[] }[];
  }) {
    const { options, people, conversations } = built;
    this.#options = options;
    this.dataFolder = built.dataFolder;
    this.#port = built.port;
    this.#server = built.server;
    this.url = urlOf(options, built.port);
    this.people = people;
    this.#readersOf = new Map(
      conversations.map(({ conversation, members }) => [conversation.id, members]),
    );
    const place = folderForTest();
    this.senders = people.map((person) => {
      const own = conversations.filter(({ members }) => members.includes(person));
      return new Sender({
        url: built.way,
        folder: mkdtempSync(join(place, 'sender-')),
        username: person.username,
        password,
        conversations: own.map(({ conversation }) => conversation.id),
        waitingEach: options.waitingEach ?? 3,
        filesPercent: options.filesPercent ?? 0,
        under: options.sendersUnder ?? [],
      });
    });
  }

  /** Their server runs; they do not write yet. */
  static async assemble(options: CrewOptions = {}): Promise<Crew> {
    const dataFolder = options.dataFolder ?? folderForTest();
    const port = await freePort();
    const { process: server } = await listeningServer(dataFolder, launchOf(options, port));
    const url = urlOf(options, port);
    const people = await newFriends(url, 'alice', 'bob', 'carol');
    const [alice, bob, carol] = people;
    const ofAll = Array.from({ length: options.groups ?? 1 }, () => people);
    const conversations = [];
    for (const members of [[alice, bob], [bob, carol], [carol, alice], ...ofAll]) {
      const [first, ...others] = members;
      if (first === undefined) throw new Error('nobody');
      conversations.push({ conversation: await startConversation(first, ...others), members });
    }
    const way = (await options.way?.(port)) ?? url;
    return new Crew({ options, dataFolder, port, way, server, people, conversations });
  }

  get server(): ServerProcess {
    return this.#server;
  }

  get acknowledged(): number {
    return this.senders.reduce((sum, sender) => sum + sender.acknowledged, 0);
  }

  /** Resolves once so many messages more have been acknowledged. @throws when the server ends meanwhile */
  async write(more: number): Promise<void> {
    const goal = this.acknowledged + more;
    const ended = this.#server.ended.then(({ code, signal, stderr }) => {
      throw new Error(`the server has ended (${String(signal ?? code)}): ${stderr}`);
    });
    // It is stopped, too, when nobody waits here any more.
    ended.catch(() => undefined);
    while (this.acknowledged < goal) {
      await Promise.race([ended, ...this.senders.map((sender) => sender.heard())]);
      for (const sender of this.senders) sender.expectWell();
    }
  }

  /** Starts the server, which was stopped or killed; resolves once it serves. */
  async startServer(): Promise<void> {
    const launch = launchOf(this.#options, this.#port);
    this.#server = (await listeningServer(this.dataFolder, launch)).process;
  }

  /** Starts it and kills it again some milliseconds later, listening or not. */
  async startServerInVain(milliseconds: number): Promise<void> {
    const server = ServerProcess.launch({ options: ['--data', this.dataFolder, '--port', '0'] });
    const kill = setTimeout(() => server.child.kill('SIGKILL'), milliseconds);
    await server.ended;
    clearTimeout(kill);
  }

  async kill(victim: 'server' | 'sender' | 'everybody', place: number): Promise<void> {
    const senders = victim === 'sender' ? [this.#senderAt(place)] : this.senders;
    const killed: Promise<unknown>[] =
      victim === 'server' ? [] : senders.map((each) => each.kill());
    if (victim !== 'sender') killed.push(this.#server.stop('SIGKILL'));
    await Promise.all(killed);
  }

  /** Starts again whoever is not running. */
  startSenders(): void {
    for (const sender of this.senders) if (!sender.isRunning) sender.start();
  }

  /** While no sender runs: what they know is held against what the server has. */
  async expectKept(): Promise<Kept> {
    const ledger = this.ledger();
    const kept = await expectKept(await this.#readersSignedIn(), ledger);
    const messages = [...kept.values()].reduce((sum, stored) => sum + stored.length, 0);
    return { messages, kept, ledger };
  }

  /** Everything that waits is sent, and is there; then the server is stopped, and its files are sound. */
  async finish(): Promise<{ messages: number; acknowledged: number; files: number }> {
    for (const sender of this.senders) await sender.drain();
    const { messages, kept, ledger } = await this.expectKept();
    expect(ledger.acknowledged.size).toBe(ledger.intents.size);
    expect(messages).toBe(ledger.intents.size);
    const files = await expectFilesWhole(this.url, kept, 50);
    for (const person of this.people.slice(0, 2)) {
      const own = [...kept].filter(([id]) => this.#readersOf.get(id)?.includes(person));
      await expectReplayed(await signIn(this.url, person.username), new Map(own));
    }
    // What a crash has left behind is removed when the server starts.
    await this.#server.stop();
    await this.startServer();
    await this.#server.stop();
    expectSound(this.dataFolder);
    return { messages, acknowledged: ledger.acknowledged.size, files };
  }

  /** What the senders know, while none of them runs. */
  ledger(): Ledger {
    return new Ledger(this.senders.map(({ job }) => job.folder));
  }

  /** Who reads each conversation, on a server with these people's data. */
  readersAt(url: string): Map<string, readonly TestPerson[]> {
    const here = (people: readonly TestPerson[]) => people.map((each) => personAt(url, each));
    return new Map([...this.#readersOf].map(([id, readers]) => [id, here(readers)]));
  }

  /** After a quarter of an hour the tokens that they got when they signed up are taken no more. */
  async #readersSignedIn(): Promise<Map<string, readonly TestPerson[]>> {
    const here = new Map<TestPerson, TestPerson>();
    for (const person of this.people) here.set(person, await signIn(this.url, person.username));
    const signedIn = (people: readonly TestPerson[]) =>
      people.map((each) => here.get(each) ?? each);
    return new Map([...this.#readersOf].map(([id, readers]) => [id, signedIn(readers)]));
  }

  #senderAt(place: number): Sender {
    const sender = this.senders[place % this.senders.length];
    if (sender === undefined) throw new Error('nobody sends');
    return sender;
  }
}

function urlOf({ address = '127.0.0.1' }: CrewOptions, port: number): string {
  return `http://${address}:${String(port)}`;
}

function launchOf({ under, node, environment, options = [] }: CrewOptions, port: number) {
  const own = {
    ...(under && { under }),
    ...(node && { node }),
    ...(environment && { environment }),
  };
  return { ...own, options: ['--port', String(port), ...options] };
}

import { platform } from '#platform';
import { getOwnAccount, login, logout, register, updateOwnAccount } from '#protocol/accounts.ts';
import type { OwnAccount, Tokens, User } from '#protocol/accounts.ts';
import type { AnswerBody, CallInput, EndpointDeclaration } from '#protocol/endpoint.ts';
import { AppError } from '#protocol/errors.ts';
import type { Command, ServerEvent } from '#protocol/events.ts';
import type { UserId } from '#protocol/identifiers.ts';
import { sendMessage } from '#protocol/messages.ts';
import type { Message } from '#protocol/messages.ts';
import type { ServerInformation } from '#protocol/server.ts';
import { Attachments } from './attachments/attachments.ts';
import { botTokens } from './bot-tokens.ts';
import { AuthorisedRequests } from './authorised-requests.ts';
import type { ChatClientEvents, ChatClientOptions, ChatOutbox } from './chat-client-options.ts';
import { ClientError, describeFailure } from './client-error.ts';
import { Connection } from './connection.ts';
import type { ConnectionState } from './connection-state.ts';
import { CursorKeeper } from './cursor-keeper.ts';
import { EventEmitter } from './event-emitter.ts';
import { EventReader } from './event-reader.ts';
import type { EventCounts } from './event-reader.ts';
import { MessageActions } from './message-actions.ts';
import { OnlineQuestions } from './online-questions.ts';
import type { OnlineStatus } from './online-questions.ts';
import { Outbox } from './outbox.ts';
import { VolatileOutboxStore } from './outbox-store.ts';
import type { OutboxStore } from './outbox-store.ts';
import { sendingOf } from './outgoing-message.ts';
import type { OutgoingMessage } from './outgoing-message.ts';
import { probe, probeSealed } from './probe.ts';
import type { SealedProbe } from './probe.ts';
import { Releases } from './releases.ts';
import { Requests } from './requests.ts';
import type { SealedOptions } from './sealed-transport.ts';
import { Session } from './session.ts';
import { signOutReason } from './session-end.ts';
import type { AnnouncedEnd } from './session-end.ts';
import { Synchroniser, syncPages } from './sync.ts';
import { systemTimers } from './timers.ts';
import type { Surroundings, Timers } from './timers.ts';
import type { Transport } from './transport.ts';
import { transportFor } from './transport-for.ts';

export type { ChatClientEvents, ChatClientOptions, ChatOutbox } from './chat-client-options.ts';
export type { Attachments } from './attachments/attachments.ts';
export type { ByteRange, FilePiece } from './attachments/download.ts';
export type { Upload, UploadSource } from './attachments/upload.ts';
export { ClientError } from './client-error.ts';
export type { ClientErrorCode, ClientFailure } from './client-error.ts';
export type { EpochMark } from './epoch-mark.ts';
export { newDeviceKey } from './device-key.ts';
export type { KeyPair } from './device-key.ts';
export type { SignOutReason } from './session-end.ts';
export type { SealedProbe } from './probe.ts';
export type { SealedOptions } from './sealed-transport.ts';
export { ServerKeyError } from './server-key-error.ts';
export { VolatileMemory } from './client-memory.ts';
export type { ClientMemory, StoredTokens } from './client-memory.ts';
export type { ConnectionState } from './connection-state.ts';
export { VolatileOutboxStore } from './outbox-store.ts';
export type { OutboxStore } from './outbox-store.ts';
export type { OutgoingDraft, OutgoingMessage, SettledOutgoing } from './outgoing-message.ts';

/** Signing out works without the server; it is told if it can be. */
const logoutTimeoutMs = 5_000;

/**
 * The chat client without a screen: one account on one server. It composes the parts and says what
 * a sign-in, a connection and their ends mean to each of them.
 */
export class ChatClient {
  readonly outbox: ChatOutbox;
  readonly actions: MessageActions;
  /** Files. Throws NO_SESSION when nobody is signed in. */
  readonly attachments: Attachments;
  readonly releases: Releases;
  readonly #deviceName: string;
  readonly #timers: Timers;
  readonly #reportProblem: (problem: unknown) => void;
  readonly #transport: Transport;
  readonly #events: EventEmitter<ChatClientEvents>;
  readonly #requests: Requests;
  readonly #session: Session;
  readonly #authorised: AuthorisedRequests;
  readonly #cursor: CursorKeeper;
  readonly #reader = new EventReader();
  readonly #questions: OnlineQuestions;
  readonly #synchroniser: Synchroniser;
  readonly #connection: Connection;
  readonly #outgoing: Outbox;
  /** Whose messages wait in the outbox. */
  #author: UserId | null = null;
  #sessionEndReason: AnnouncedEnd | null = null;
  #isLeaving = false;
  #isClosed = false;

  /** Throws ClientError when the URL is none. */
  constructor(options: ChatClientOptions) {
    const { memory, now = Date.now, random = Math.random, timers = systemTimers } = options;
    this.#deviceName = options.deviceName;
    this.#timers = timers;
    this.#reportProblem = options.reportProblem ?? platform.warn.bind(platform);
    const reportProblem = this.#reportProblem;
    this.#events = new EventEmitter(reportProblem);
    this.#transport = transportFor(options, this.#events);
    this.#requests = new Requests(this.#transport);
    const onLost = this.#loseSession.bind(this);
    this.#session = new Session({ requests: this.#requests, memory, now, onLost, reportProblem });
    this.#authorised = new AuthorisedRequests(this.#requests, this.#session);
    this.actions = new MessageActions(this.#authorised);
    const requests = this.#authorised;
    const isOrdered = options.sealed !== undefined;
    this.attachments = new Attachments({ requests, timers, now, random, isOrdered });
    this.releases = new Releases(requests);
    this.#cursor = new CursorKeeper(memory, reportProblem);
    this.#questions = new OnlineQuestions(timers);
    this.#synchroniser = this.#createSynchroniser();
    this.#connection = this.#createConnection({ timers, now, random });
    const store = options.outboxStore ?? new VolatileOutboxStore();
    this.#outgoing = this.#createOutbox(store, { timers, now, random });
    this.outbox = this.#createOutboxView();
  }

  /** What answers at a URL. Throws UNREACHABLE or NOT_A_SERVER within a few seconds. */
  static probe(url: string): Promise<ServerInformation> {
    return probe(url);
  }

  /**
   * The same over a sealed channel, with the key that the server has proved to hold. Throws
   * ServerKeyError where `onServerKey` does not trust it.
   */
  static probeSealed(
    url: string,
    onServerKey?: SealedOptions['onServerKey'],
  ): Promise<SealedProbe> {
    return probeSealed(url, onServerKey);
  }

  get account(): OwnAccount | null {
    return this.#session.account;
  }

  get connection(): ConnectionState {
    return this.#connection.state;
  }

  /** Events that were passed over because this client does not understand them. */
  get passedOver(): Readonly<EventCounts> {
    return this.#reader.counts;
  }

  /** Answers the function that ends the subscription. */
  on<N extends keyof ChatClientEvents>(
    name: N,
    listener: (event: ChatClientEvents[N]) => void,
  ): () => void {
    return this.#events.on(name, listener);
  }

  /** Who was signed in when the memory was last written; does not need the network. */
  async restore(): Promise<OwnAccount | null> {
    const account = await this.#session.restore();
    this.#author = account?.id ?? null;
    return account;
  }

  async register(body: CallInput<typeof register>['body']): Promise<OwnAccount> {
    const named = { device_name: this.#deviceName, ...body };
    return this.#signIn(await this.#requests.send(register, { body: named }, null));
  }

  async login(body: CallInput<typeof login>['body']): Promise<OwnAccount> {
    const named = { device_name: this.#deviceName, ...body };
    return this.#signIn(await this.#requests.send(login, { body: named }, null));
  }

  /** As a bot. Throws AppError TOKEN_INVALID. */
  async useBotToken(token: string): Promise<OwnAccount> {
    return this.#signIn(botTokens(token, await this.#requests.send(getOwnAccount, {}, token)));
  }

  /** Forgets the session here, whether or not the server can be told. */
  async logout(): Promise<void> {
    this.disconnect();
    this.#isLeaving = true;
    let cancelDeadline = (): void => undefined;
    const deadline = new Promise<void>((resolve) => {
      cancelDeadline = this.#timers.schedule(resolve, logoutTimeoutMs);
    });
    await Promise.race([this.#tellServerGoodbye(), deadline]);
    cancelDeadline();
    this.#isLeaving = false;
    this.#outgoing.discardAll();
    this.#cursor.moveTo(null);
    await Promise.all([this.#session.forget(), this.#cursor.flush()]);
  }

  /** Throws AppError with what the server says, or ClientError when it does not come to that. */
  async call<E extends EndpointDeclaration>(
    endpoint: E,
    input: CallInput<E>,
  ): Promise<AnswerBody<E>> {
    const body = await this.#authorised.call(endpoint, input);
    const called: EndpointDeclaration = endpoint;
    if (called === getOwnAccount || called === updateOwnAccount) {
      await this.#session.updateAccount(body as OwnAccount);
    }
    return body;
  }

  /** Over the WebSocket; dropped while not online, for such things matter only when fresh. */
  command(command: Command): void {
    this.#connection.send(command);
  }

  /** Friends and yourself; everybody else is false. Throws UNREACHABLE while not online. */
  async getOnlineStatus(userIds: UserId[]): Promise<OnlineStatus> {
    if (userIds.length === 0) return {};
    const isSent = this.#connection.send({
      type: 'get_online_status',
      data: { user_ids: userIds },
    });
    if (!isSent) throw new ClientError('UNREACHABLE', 'There is no connection to the server');
    return this.#questions.ask(userIds);
  }

  /** Connects and stays connected until `disconnect`. Throws NO_SESSION when nobody is signed in. */
  connect(): void {
    if (this.#isClosed) throw new ClientError('NO_SESSION', 'The client has been closed');
    this.#requireAccount();
    this.#connection.connect();
  }

  disconnect(): void {
    this.#connection.disconnect();
  }

  /** Ends a pause between two attempts; makes sure of a connection that seems well. */
  reconnectNow(): void {
    this.#connection.reconnectNow();
  }

  /**
   * The server is at another address from now on, under the same key: over a sealed channel nothing
   * is told to any other. What waits to be sent goes there.
   */
  moveTo(url: string): void {
    this.#transport.moveTo?.(url);
    this.#connection.beginAnew();
  }

  /** Ends everything; resolves when no timer and no socket is left. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.disconnect();
    this.#outgoing.close();
    this.attachments.stop();
    await this.#transport.close();
    await this.#cursor.flush();
    this.#events.clear();
  }

  async #signIn(tokens: Tokens): Promise<OwnAccount> {
    this.disconnect();
    if (this.#author !== tokens.user.id) this.#outgoing.discardAll();
    this.#sessionEndReason = null;
    this.#cursor.moveTo(null);
    this.#author = tokens.user.id;
    return this.#session.begin(tokens);
  }

  async #tellServerGoodbye(): Promise<void> {
    if (this.account === null) return;
    try {
      await this.#authorised.call(logout, {});
    } catch (problem) {
      // The session ends here all the same; only a defect is worth a word.
      const isExpected = problem instanceof AppError || problem instanceof ClientError;
      if (!isExpected) this.#reportProblem(problem);
    }
  }

  #loseSession(reason: AppError): void {
    this.disconnect();
    this.#cursor.moveTo(null);
    this.#outgoing.failAll(describeFailure(new ClientError('NO_SESSION', reason.message)));
    if (this.#isLeaving) return;
    this.#events.emit('signedOut', { reason: signOutReason(this.#sessionEndReason, reason) });
  }

  #requireAccount(): OwnAccount {
    if (this.account === null) throw new ClientError('NO_SESSION', 'Nobody is signed in');
    return this.account;
  }

  #createSynchroniser(): Synchroniser {
    return new Synchroniser({
      cursor: this.#cursor,
      fetchPage: (query) => this.#authorised.call(syncPages, { query }),
      read: (value) => this.#reader.readValue(value),
      emit: (event) => {
        this.#handOut(event);
      },
      onResynchronised: (reason) => {
        this.#events.emit('resynchronised', { reason });
      },
      onGapUnfilled: () => {
        this.#connection.restart();
      },
    });
  }

  #createConnection(surroundings: Surroundings): Connection {
    return new Connection({
      ...surroundings,
      transport: this.#transport,
      accessToken: (refused) =>
        refused === null ? this.#session.accessToken() : this.#session.accessTokenAfter(refused),
      read: (text) => this.#reader.readText(text),
      catchUp: () => this.#synchroniser.begin(),
      onEvent: (event) => {
        this.#receive(event);
      },
      onDropped: () => {
        this.#synchroniser.stop();
        this.#questions.abandon();
      },
      onState: (state) => {
        this.#events.emit('connection', state);
        this.#outgoing.setOnline(state.status === 'online');
        if (state.status === 'online') this.attachments.retryNow();
      },
      onServerKeyError: ({ expected, seen }) => {
        this.#events.emit('serverKeyChanged', { expected, seen });
      },
    });
  }

  #createOutbox(store: OutboxStore, surroundings: Surroundings): Outbox {
    return new Outbox({
      ...surroundings,
      store,
      deliver: (message) => this.#deliver(message),
      onChanged: (message) => {
        this.#events.emit('outgoingChanged', message);
      },
      onSettled: (settled) => {
        this.#events.emit('outgoingSettled', settled);
      },
    });
  }

  #createOutboxView(): ChatOutbox {
    return {
      send: (draft) => {
        this.#requireAccount();
        return this.#outgoing.send(draft);
      },
      retry: (clientMessageId) => {
        this.#outgoing.retry(clientMessageId);
      },
      discard: (clientMessageId) => {
        this.#outgoing.discard(clientMessageId);
      },
      list: (conversationId) => this.#outgoing.list(conversationId),
    };
  }

  #deliver(message: OutgoingMessage): Promise<Message> {
    return this.#authorised.call(sendMessage, sendingOf(message));
  }

  #receive(event: ServerEvent): void {
    if (event.type === 'session_ended') this.#sessionEndReason = event.reason;
    this.#questions.answer(event);
    this.#synchroniser.receive(event);
  }

  #handOut(event: ServerEvent): void {
    if (event.type === 'new_message' && event.message.sender_id === this.account?.id) {
      const { client_message_id: clientMessageId } = event.message;
      if (clientMessageId !== null) this.#outgoing.settle(clientMessageId, event.message);
    }
    if (event.type === 'user_updated') this.#personUpdated(event.user);
    this.#events.emit('event', event);
  }

  /** Perhaps who is signed in, on another device: they are remembered as they are now. */
  #personUpdated(user: User): void {
    const { account } = this;
    if (account?.id !== user.id) return;
    this.#session.updateAccount({ ...account, ...user }).catch(this.#reportProblem);
  }
}

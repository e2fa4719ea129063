import type { OwnAccount, login, register } from '#protocol/accounts.ts';
import type { AnswerBody, CallInput, EndpointDeclaration } from '#protocol/endpoint.ts';
import type { Command, ServerEvent } from '#protocol/events.ts';
import type { ConversationId, UserId } from '#protocol/identifiers.ts';
import type { ServerInformation } from '#protocol/server.ts';
import type { ClientMemory } from './client-memory.ts';
import type { OutgoingDraft, OutgoingMessage, SettledOutgoing } from './outgoing-message.ts';
import type { Timers } from './timers.ts';

export type { ClientMemory, StoredTokens } from './client-memory.ts';
export type { OutgoingDraft, OutgoingMessage, SettledOutgoing } from './outgoing-message.ts';
export { ClientError } from './client-error.ts';
export type { ClientErrorCode, ClientFailure } from './client-error.ts';

export type ConnectionState =
  | { status: 'offline' }
  | { status: 'connecting' }
  | { status: 'online' }
  | { status: 'waiting'; retryAt: number };

export interface ChatClientEvents {
  event: ServerEvent;
  connection: ConnectionState;
  resynchronised: { reason: 'first-connection' | 'gap-too-long' };
  outgoingChanged: OutgoingMessage;
  outgoingSettled: SettledOutgoing;
  signedOut: { reason: string };
}

export interface ChatClientOptions {
  url: string;
  deviceName: string;
  memory: ClientMemory;
  now?: () => number;
  random?: () => number;
  timers?: Timers;
  /** Told of defects that have no caller: a listener that throws, a memory that cannot be written. */
  reportProblem?: (problem: unknown) => void;
}

export declare class ChatClient {
  constructor(options: ChatClientOptions);
  static probe(url: string): Promise<ServerInformation>;
  on<N extends keyof ChatClientEvents>(
    name: N,
    listener: (event: ChatClientEvents[N]) => void,
  ): () => void;
  restore(): Promise<OwnAccount | null>;
  register(body: CallInput<typeof register>['body']): Promise<OwnAccount>;
  login(body: CallInput<typeof login>['body']): Promise<OwnAccount>;
  logout(): Promise<void>;
  get account(): OwnAccount | null;
  call<E extends EndpointDeclaration>(endpoint: E, input: CallInput<E>): Promise<AnswerBody<E>>;
  command(command: Command): void;
  getOnlineStatus(userIds: UserId[]): Promise<Record<UserId, boolean>>;
  connect(): void;
  disconnect(): void;
  reconnectNow(): void;
  get connection(): ConnectionState;
  readonly outbox: {
    send(draft: OutgoingDraft): OutgoingMessage;
    retry(clientMessageId: string): void;
    discard(clientMessageId: string): void;
    list(conversationId?: ConversationId): OutgoingMessage[];
  };
  close(): Promise<void>;
}

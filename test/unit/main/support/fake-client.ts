import { ClientError } from '#client/chat-client.ts';
import type { ChatClient, ChatClientEvents } from '#client/chat-client.ts';
import type { OwnAccount } from '#protocol/accounts.ts';
import { ada } from './samples.ts';

export const adaAccount: OwnAccount = {
  id: ada,
  username: 'ada',
  display_name: 'Ada',
  avatar_url: null,
  created_at: '2026-01-01T00:00:00.000Z',
  is_admin: true,
};

type Listeners = { [N in keyof ChatClientEvents]?: ((event: ChatClientEvents[N]) => void)[] };

/** What main sees of a chat client, without a network behind it. */
export class FakeClient {
  readonly url: string;
  readonly done: string[] = [];
  /** What each endpoint's path was called with. */
  readonly requests: { path: string; input: unknown }[] = [];
  remembered: OwnAccount | null = null;
  answer: (path: string) => unknown = () => ({});
  readonly #listeners: Listeners = {};

  constructor(url: string) {
    this.url = url;
  }

  on<N extends keyof ChatClientEvents>(
    name: N,
    listener: (event: ChatClientEvents[N]) => void,
  ): () => void {
    const known: ((event: ChatClientEvents[N]) => void)[] = (this.#listeners[name] ??= []);
    known.push(listener);
    return () => undefined;
  }

  emit<N extends keyof ChatClientEvents>(name: N, event: ChatClientEvents[N]): void {
    for (const listener of this.#listeners[name] ?? []) listener(event);
  }

  restore(): Promise<OwnAccount | null> {
    return Promise.resolve(this.remembered);
  }

  moveTo(url: string): void {
    this.done.push(`moveTo ${url}`);
  }

  login({ username }: { username: string }): Promise<OwnAccount> {
    if (username !== 'ada')
      return Promise.reject(new ClientError('UNREACHABLE', 'Cannot reach it'));
    return Promise.resolve(adaAccount);
  }

  logout(): Promise<void> {
    return this.#note('logout');
  }

  call(endpoint: { path: string }, input: unknown): Promise<unknown> {
    this.requests.push({ path: endpoint.path, input });
    return Promise.resolve().then(() => this.answer(endpoint.path));
  }

  connect(): void {
    this.done.push('connect');
  }

  disconnect(): void {
    this.done.push('disconnect');
  }

  close(): Promise<void> {
    return this.#note('close');
  }

  asClient(): ChatClient {
    return this as unknown as ChatClient;
  }

  #note(what: string): Promise<void> {
    this.done.push(what);
    return Promise.resolve();
  }
}

import { setTimeout as pause } from 'node:timers/promises';
import { ClientError } from '#client/client-error.ts';
import { newDeviceKey } from '#client/device-key.ts';
import type { KeyPair } from '#client/device-key.ts';
import { pathOf, Requests } from '#client/requests.ts';
import { SealedTransport } from '#client/sealed-transport.ts';
import { ServerKeyError } from '#client/server-key-error.ts';
import type { AnswerBody, CallInput, EndpointDeclaration } from '#protocol/endpoint.ts';
import { AppError } from '#protocol/errors.ts';
import type { InviteLink } from '#protocol/invite-link.ts';
import * as contract from '#protocol/move.ts';
import type { MoveContent } from '#protocol/move.ts';
import { getServer } from '#protocol/server.ts';
import { StartupError } from '../startup-error.ts';

/** To list what there is, all of the database is read. */
const callTimeoutMs = 120_000;
/** The server answers within some seconds, whether or not something is new. */
const changeTimeoutMs = 15_000;
const pieceTimeoutMs = 60_000;
const answerTimeoutMs = 5_000;
const confirmTries = 15;
const confirmPauseMs = 2_000;

type Joined = AnswerBody<typeof contract.joinMove>;

/** The computer that has the server, as its successor sees it: over a sealed channel, by the link's key. */
export class OldHost {
  readonly #transport: SealedTransport;
  readonly #requests: Requests;

  private constructor(url: string, serverKey: string, deviceKey: KeyPair) {
    this.#transport = new SealedTransport(url, {
      deviceKey,
      expectedServerKey: Uint8Array.from(Buffer.from(serverKey, 'base64url')),
    });
    this.#requests = new Requests(this.#transport);
  }

  /** One that this device has joined before. */
  static at(hostName: string, port: number, serverKey: string, device: KeyPair): OldHost {
    const url = `http://${hostName.includes(':') ? `[${hostName}]` : hostName}:${String(port)}`;
    return new OldHost(url, serverKey, device);
  }

  /**
   * Joins at the first of the link's addresses at which its server answers.
   * @param standsByAt where this computer would serve, if it is to stand by; null to take over
   * @throws AppError MOVE_OVER where the link is not good any more; StartupError where nobody answers
   */
  static async join(
    { hosts, port, key, code }: InviteLink & { code: string },
    standsByAt: string[] | null,
  ): Promise<{ host: OldHost; joined: Joined; device: KeyPair }> {
    let isStranger = false;
    const device = newDeviceKey();
    const body = { code, ...(standsByAt && { stands_by_at: standsByAt }) };
    for (const name of hosts) {
      const host = OldHost.at(name, port, key, device);
      try {
        return { host, joined: await host.#call(contract.joinMove, { body }), device };
      } catch (cause) {
        await host.close();
        if (!(cause instanceof ClientError)) throw cause;
        isStranger ||= cause instanceof ServerKeyError;
      }
    }
    throw new StartupError(
      isStranger
        ? 'Another server answers at the address in the link'
        : 'The server in the link cannot be reached from this computer',
    );
  }

  /** Whether the server is there. @throws AppError SERVER_MOVED where it was */
  async answers(): Promise<boolean> {
    try {
      await this.#requests.send(getServer, {}, null, answerTimeoutMs);
      return true;
    } catch (cause) {
      if (isPassing(cause)) return false;
      throw cause;
    }
  }

  /** All that was listed is here. */
  async copied(): Promise<void> {
    await this.#call(contract.confirmMoveCopy, {});
  }

  /** Resolves once something may have been written after a version; some seconds later anyway. */
  async change(after: number): Promise<number> {
    const input = { query: { after } };
    const { version } = await this.#call(contract.awaitMoveChange, input, changeTimeoutMs);
    return version;
  }

  /** This computer stands by no longer. */
  async endStandby(): Promise<void> {
    await this.#call(contract.endStandby, {}, answerTimeoutMs);
  }

  content(isLast: boolean): Promise<MoveContent> {
    return this.#call(contract.copyMove, { body: { is_last: isLast } });
  }

  databasePiece(first: number): Promise<Uint8Array> {
    return this.#piece(pathOf(contract.fetchMoveDatabase.path, {}, { first }));
  }

  /** @throws AppError NOT_FOUND for one that has been erased meanwhile */
  filePiece(name: string, first: number): Promise<Uint8Array> {
    return this.#piece(pathOf(contract.fetchMoveFile.path, { name }, { first }));
  }

  /**
   * Asks again where no answer comes: it may be just the answer that was lost.
   * @throws AppError MOVE_OVER; ClientError UNREACHABLE where it stays unknown whether it was heard
   */
  async complete(addresses: string[], epoch: number): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        await this.#call(contract.completeMove, { body: { addresses, epoch } });
        return;
      } catch (cause) {
        if (!(cause instanceof ClientError) || tries === confirmTries) throw cause;
        await pause(confirmPauseMs);
      }
    }
  }

  /** So that the team need not wait; the other computer finds out by itself, too. */
  async giveUp(): Promise<void> {
    await this.#call(contract.giveUpMove, {}).catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.#transport.close();
  }

  #call<E extends EndpointDeclaration>(
    endpoint: E,
    input: CallInput<E>,
    timeoutMs = callTimeoutMs,
  ): Promise<AnswerBody<E>> {
    return this.#requests.send(endpoint, input, null, timeoutMs);
  }

  async #piece(path: string): Promise<Uint8Array> {
    const { bytes } = await this.#requests.sendRaw(
      { method: 'GET', path, answersBytes: true, timeoutMs: pieceTimeoutMs },
      null,
    );
    if (bytes !== undefined && bytes.length > 0) return bytes;
    throw new ClientError('NOT_A_SERVER', 'The server sent nothing of what was asked for');
  }
}

/** What the other computer may be over soon: it does not answer, closes, or cannot write just now. */
export function isPassing(cause: unknown): boolean {
  if (cause instanceof ClientError) return true;
  return cause instanceof AppError && cause.retryable && cause.code !== 'SERVER_MOVED';
}

import type { ConnectedServer } from '#ipc/connected-server.ts';
import type { ServerKeyQuestion } from '#ipc/trust.ts';
import { words } from '#messages/catalogue.ts';
import { fingerprintOf } from '#protocol/fingerprint.ts';
import { InviteLinkError, isInviteLink, parseInviteLink } from '#protocol/invite-link.ts';
import type { InviteLink } from '#protocol/invite-link.ts';
import { ClientError } from '#client/chat-client.ts';
import type { LocalServer } from '../hosting/hosting-controller.ts';
import { LocalError } from '../local-error.ts';
import { normaliseServerAddress } from '../session/server-address.ts';
import { decodeKey } from './ask-server.ts';
import type { AskServer } from './ask-server.ts';
import { judgeKey } from './known-servers.ts';
import type { KnownServer } from './known-servers.ts';

export interface JoinWish {
  /** An address or an invite link. */
  address: string;
  /** The only key to be taken, base64url. */
  publicKey?: string | undefined;
  /** The person has compared that key. */
  isCompared?: boolean | undefined;
}

export type Entrance =
  | { outcome: 'open'; server: ConnectedServer; inviteCode: string | null }
  | { outcome: 'unverified'; question: ServerKeyQuestion };

interface Knock {
  url: string;
  requiredKey: string | null;
  /** Whether a key that was never seen is good: a link vouches for its own. */
  trustsNew: boolean;
  /** Whether it may take the place of another key. */
  trustsChanged: boolean;
  inviteCode: string | null;
}

interface ServerDoorDependencies {
  ask: AskServer;
  knownServers: () => readonly KnownServer[];
  localServer: () => LocalServer | null;
}

/** Finds out who answers at an address, and whether that is whom the person means. */
export class ServerDoor {
  readonly #dependencies: ServerDoorDependencies;

  constructor(dependencies: ServerDoorDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Nothing is told to a server whose key is not trusted. Throws CALL_INVALID, UNREACHABLE,
   * NOT_A_SERVER or SERVER_KEY_CHANGED.
   */
  async knock({ address, publicKey, isCompared = false }: JoinWish): Promise<Entrance> {
    if (isInviteLink(address)) return this.#knockByLink(readLink(address), isCompared);
    const isVerified = isCompared && publicKey !== undefined;
    return this.#knockAt({
      url: normaliseServerAddress(address),
      requiredKey: publicKey ?? null,
      trustsNew: isVerified,
      trustsChanged: isVerified,
      inviteCode: null,
    });
  }

  /** The server that this computer hosts, whose key is known from its process. */
  async openLocal(local: LocalServer): Promise<ConnectedServer> {
    const answer = await this.#dependencies.ask(local.url, (key) => key === local.identity);
    if (!answer.trusted) throw strangerAt(local.url);
    return { url: local.url, information: answer.information, hostedHere: true };
  }

  /** The addresses of a link one after another: some belong to networks that this computer is not on. */
  async #knockByLink(link: InviteLink, isCompared: boolean): Promise<Entrance> {
    const failures: unknown[] = [];
    for (const host of link.hosts) {
      const knock = {
        url: `http://${host.includes(':') ? `[${host}]` : host}:${link.port}`,
        requiredKey: link.key,
        trustsNew: true,
        trustsChanged: isCompared,
        inviteCode: link.code,
      };
      try {
        return await this.#knockAt(knock);
      } catch (error) {
        if (!isExpected(error)) throw error;
        failures.push(error);
      }
    }
    // That somebody else answers says more than that nobody does.
    throw failures.find((error) => error instanceof LocalError) ?? failures[0];
  }

  async #knockAt(knock: Knock): Promise<Entrance> {
    const { url, requiredKey, inviteCode } = knock;
    const local = this.#dependencies.localServer();
    const answer = await this.#dependencies.ask(
      url,
      (key) => key === local?.identity || this.#isTrusted(knock, key),
    );
    if (!answer.trusted) {
      const { publicKey } = answer;
      if (requiredKey !== null && requiredKey !== publicKey) throw strangerAt(url);
      return { outcome: 'unverified', question: this.#question(url, publicKey) };
    }
    const { information } = answer;
    // Somebody may type the address of this very computer.
    const hostedHere = local?.identity === information.public_key;
    const server = { url: hostedHere ? local.url : url, information, hostedHere };
    return { outcome: 'open', server, inviteCode };
  }

  #isTrusted({ url, requiredKey, trustsNew, trustsChanged }: Knock, publicKey: string): boolean {
    if (requiredKey !== null && requiredKey !== publicKey) return false;
    const verdict = judgeKey(this.#dependencies.knownServers(), addressOf(url), publicKey);
    if (verdict.kind === 'known') return true;
    return verdict.kind === 'new' ? trustsNew : trustsChanged;
  }

  #question(url: string, publicKey: string): ServerKeyQuestion {
    const address = addressOf(url);
    const verdict = judgeKey(this.#dependencies.knownServers(), address, publicKey);
    const before = verdict.kind === 'changed' ? verdict.before : null;
    return {
      address,
      publicKey,
      fingerprint: fingerprintOf(decodeKey(publicKey)),
      before: before && {
        name: before.name,
        fingerprint: fingerprintOf(decodeKey(before.publicKey)),
      },
    };
  }
}

/** Host and port, as known servers are found by them. */
export function addressOf(url: string): string {
  return new URL(url).host;
}

function readLink(text: string): InviteLink {
  try {
    return parseInviteLink(text);
  } catch (error) {
    if (!(error instanceof InviteLinkError)) throw error;
    const text = words(`failure.inviteLink.${error.problem}`);
    throw new LocalError('CALL_INVALID', text, { cause: error });
  }
}

function isExpected(error: unknown): boolean {
  return error instanceof LocalError || error instanceof ClientError;
}

function strangerAt(url: string): LocalError {
  return new LocalError(
    'SERVER_KEY_CHANGED',
    words('failure.otherServer', { address: addressOf(url) }),
  );
}

import { fromBase64Url, toBase64Url } from '#client/base64.ts';
import { ChatClient, ServerKeyError } from '#client/chat-client.ts';
import { fingerprintOf } from '#protocol/fingerprint.ts';
import type { ServerInformation } from '#protocol/server.ts';

export type ServerAnswer =
  | { trusted: true; information: ServerInformation }
  /** Nothing but the beginning of a handshake was sent to the one who showed this key. */
  | { trusted: false; publicKey: string };

/** Keys are base64url here. Throws ClientError UNREACHABLE or NOT_A_SERVER. */
export type AskServer = (
  url: string,
  isTrusted: (publicKey: string) => boolean,
) => Promise<ServerAnswer>;

export const askServer: AskServer = async (url, isTrusted) => {
  try {
    const { information, serverKey } = await ChatClient.probeSealed(url, (key) =>
      isTrusted(encodeKey(key)),
    );
    // Never what the server says of itself: people compare it to find out who it is.
    return {
      trusted: true,
      information: { ...information, fingerprint: fingerprintOf(serverKey) },
    };
  } catch (error) {
    if (!(error instanceof ServerKeyError)) throw error;
    return { trusted: false, publicKey: encodeKey(error.seen) };
  }
};

export const encodeKey = toBase64Url;
export const decodeKey = fromBase64Url;

import { ClientError } from '#client/client-error.ts';
import type { AddressCheck } from '#ipc/hosting.ts';
import { askServer } from '../trust/ask-server.ts';

/**
 * Whether the server with this key (base64url) answers at an address of this computer, such as
 * `192.168.1.5:8000`. It is asked as other computers ask: through the sealed channel, in which it
 * proves that it holds the key. That others get through to it is not said by that: the way there
 * does not leave the computer, and passes no firewall.
 */
export async function checkAddress(address: string, identity: string): Promise<AddressCheck> {
  try {
    const { trusted } = await askServer(`http://${address}`, (key) => key === identity);
    return { address, result: trusted ? 'answers' : 'another-program' };
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    return { address, result: isSilence(error) ? 'no-answer' : 'another-program' };
  }
}

/** What answered, and not in HTTP, is another program. */
function isSilence({ code, cause }: ClientError): boolean {
  const isHttpError = String((cause as NodeJS.ErrnoException | undefined)?.code).startsWith('HPE_');
  return code === 'UNREACHABLE' && !isHttpError;
}

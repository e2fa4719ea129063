import http from 'node:http';
import type { AddressCheck } from '#ipc/hosting.ts';
import { getServer, serverInformation } from '#protocol/server.ts';
import { parseJson } from '../storage/json-file.ts';

/** This very computer is asked: it answers at once or not at all. */
const answerTimeoutMs = 3_000;
const answerMaxBytes = 65_536;
/** A server that speaks to other computers through the sealed channel only says so with this. */
const misdirectedRequest = 421;

/**
 * Whether the server with this identity answers at an address of this computer, such as
 * `192.168.1.5:8000`. That others get through to it is not said by that: the way there does not
 * leave the computer, and passes no firewall.
 */
export async function checkAddress(address: string, identity: string): Promise<AddressCheck> {
  try {
    const { status, body } = await get(`http://${address}${getServer.path}`);
    if (status === misdirectedRequest) return { address, result: 'answers' };
    const parsed = serverInformation.pick({ public_key: true }).safeParse(parseJson(body));
    const isOurs = parsed.success && parsed.data.public_key === identity;
    return { address, result: isOurs ? 'answers' : 'another-program' };
  } catch (error) {
    // What answered, and not in HTTP, is another program; the rest are ways of not answering.
    const isHttpError = String((error as NodeJS.ErrnoException).code).startsWith('HPE_');
    return { address, result: isHttpError ? 'another-program' : 'no-answer' };
  }
}

function get(url: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(answerTimeoutMs);
    const request = http.get(url, { agent: false, signal }, (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => {
        body += part;
        if (body.length > answerMaxBytes) request.destroy(new Error('the answer is too large'));
      });
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, body });
      });
      answer.on('error', reject);
    });
    request.on('error', reject);
  });
}

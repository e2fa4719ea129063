import { createHmac } from 'node:crypto';

/** As Standard Webhooks writes a secret, for those who check with its libraries. */
export function secretText(secret: Uint8Array): string {
  return `whsec_${Buffer.from(secret).toString('base64')}`;
}

/**
 * The headers that prove who sends, when, and what (https://www.standardwebhooks.com, symmetric, v1).
 * @param id of the message: the same at each attempt
 */
export function signatureHeaders(
  secret: Uint8Array,
  id: string,
  body: string,
  now: number,
): Record<string, string> {
  const seconds = String(Math.floor(now / 1_000));
  const signature = createHmac('sha256', secret)
    .update(`${id}.${seconds}.${body}`)
    .digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': `v1,${signature}`,
  };
}

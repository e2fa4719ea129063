import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { requireTlsFiles } from '../http/tls.ts';
import { StartupError } from '../startup-error.ts';
import { ok, problem, warning } from './finding.ts';
import type { Check, DoctorContext, Finding } from './finding.ts';

const soonMs = 21 * 86_400_000;

/** Whether a certificate that was given can be used, and for how long. */
export const certificateCheck: Check = {
  name: 'certificate',
  async look({ settings: { tls } }: DoctorContext): Promise<Finding[]> {
    if (tls === null) return [];
    try {
      requireTlsFiles(tls);
    } catch (cause) {
      if (!(cause instanceof StartupError)) throw cause;
      return [problem(cause.message, 'Give both files as PEM, the certificate with its chain')];
    }
    const { validTo } = new X509Certificate(readFileSync(tls.certFile));
    const leftMs = Date.parse(validTo) - Date.now();
    const todo = 'Renew it, and restart the server';
    if (leftMs < 0) return [problem(`The certificate was good until ${validTo}`, todo)];
    const says = `The certificate is good until ${validTo}`;
    return [leftMs < soonMs ? warning(says, todo) : ok(says)];
  },
};

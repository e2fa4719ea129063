import type { FuzzAnswer } from './answer-reader.ts';
import type { FuzzedRequest } from './contract-requests.ts';

const failuresKept = 10;

/** What came back of fuzzed requests. */
export class FuzzTally {
  /** What must never come back. */
  readonly failures: string[] = [];
  #answers = 0;
  readonly #byStatus = new Map<number, number>();

  note(request: FuzzedRequest, { status, text }: FuzzAnswer): void {
    this.#answers += 1;
    this.#byStatus.set(status, (this.#byStatus.get(status) ?? 0) + 1);
    if (status >= 500 && status !== 507) this.fail(request, `${String(status)} ${text}`);
    if (status >= 400 && request.method !== 'HEAD' && !text.includes('"error_code"')) {
      this.fail(request, `${String(status)} without an error code: ${text}`);
    }
  }

  fail({ method, path, headers, body }: FuzzedRequest, outcome: string): void {
    const sent = `${JSON.stringify(headers)} ${body?.toString('latin1').slice(0, 300) ?? ''}`;
    if (this.failures.length >= failuresKept) return;
    this.failures.push(`${method} ${path} ${sent}: ${outcome}`);
  }

  /** @returns from 0 to 1 */
  share(isMeant: (status: number) => boolean): number {
    const meant = [...this.#byStatus].filter(([status]) => isMeant(status));
    return meant.reduce((sum, [, count]) => sum + count, 0) / Math.max(this.#answers, 1);
  }
}

import { median, percentile } from '../report/statistics.ts';
import { HttpConnection } from './http-connection.ts';
import { headOf } from './sends.ts';

export interface ReadsJob {
  url: string;
  /** Asked one after the other. */
  requests: { path: string; token: string }[];
}

export interface ReadsAnswer {
  p50: number;
  p99: number;
  /** In milliseconds, in the order of the requests. */
  latencies: number[];
  /** How long the answers are that are lists: their median. */
  entries: number;
}

/** What somebody waits for who reads. */
export async function readAll(job: ReadsJob): Promise<ReadsAnswer> {
  const url = new URL(job.url);
  const connection = await HttpConnection.open(url);
  const latencies: number[] = [];
  const lengths: number[] = [];
  for (const { path, token } of job.requests) {
    const startedAt = performance.now();
    const { status, body } = await connection.request(`${headOf(url, 'GET', path, token)}\r\n`);
    if (status !== 200) throw new Error(`${path} was answered with ${String(status)} ${body}`);
    latencies.push(performance.now() - startedAt);
    const answer = JSON.parse(body) as unknown;
    if (Array.isArray(answer)) lengths.push(answer.length);
  }
  connection.close();
  return {
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    latencies,
    entries: median(lengths),
  };
}

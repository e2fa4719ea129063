/** The load generator: a process of its own, so that what it costs is not the server's. */
import { bareDownload, bareUpload } from './bare-file.ts';
import type { FileJob } from './bare-file.ts';
import { meet, runCrowd, spreadMessages } from './crowd.ts';
import type { CrowdJob, GatherJob, SpreadJob } from './crowd.ts';
import { serveJobs } from './job-loop.ts';
import { closeListeners, fanOut, listen, makeDeviceKeys } from './listeners.ts';
import type { FanOutJob, ListenJob } from './listeners.ts';
import { readAll } from './reads.ts';
import type { ReadsJob } from './reads.ts';
import { sealedDownload, sealedUpload } from './sealed-file.ts';
import type { SealedFileJob } from './sealed-file.ts';
import { sendFor, sendPaced } from './sends.ts';
import type { PacedJob, SendsJob } from './sends.ts';

type Job =
  | ({ kind: 'sends' } & SendsJob)
  | ({ kind: 'paced' } & PacedJob)
  | ({ kind: 'listen' } & ListenJob)
  | ({ kind: 'fan-out' } & FanOutJob)
  | ({ kind: 'reads' } & ReadsJob)
  | ({ kind: 'meet' } & GatherJob)
  | ({ kind: 'crowd' } & CrowdJob)
  | ({ kind: 'spread' } & SpreadJob)
  | ({ kind: 'bare-upload' | 'bare-download' } & FileJob)
  | ({ kind: 'sealed-upload' | 'sealed-download' } & SealedFileJob)
  | { kind: 'device-keys'; count: number }
  | { kind: 'close' };

await serveJobs({ ready: true }, async (job: Job): Promise<unknown> => {
  switch (job.kind) {
    case 'sends':
      return sendFor(job);
    case 'paced':
      return sendPaced(job);
    case 'listen':
      return listen(job);
    case 'fan-out':
      return fanOut(job);
    case 'reads':
      return readAll(job);
    case 'meet':
      return meet(job);
    case 'crowd':
      return runCrowd(job);
    case 'spread':
      return spreadMessages(job);
    case 'bare-upload':
      return bareUpload(job);
    case 'bare-download':
      return bareDownload(job);
    case 'sealed-upload':
      return sealedUpload(job);
    case 'sealed-download':
      return sealedDownload(job);
    case 'device-keys':
      return makeDeviceKeys(job);
    case 'close':
      return closeListeners();
  }
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileAnswer } from '../load/bare-file.ts';
import { startOurs } from '../load/our-server.ts';
import { Program } from '../load/program.ts';
import type { Part, PartOptions, PartResult } from '../report/part.ts';
import { ratios, summarize } from '../report/statistics.ts';

const mebibyte = 1_048_576;
const smallBytes = 64 * mebibyte;
const longBytes = 1_024 * mebibyte;
/** As src/client does it. */
const underway = { upload: 3, download: 3 };
/** Pools, buffers of sockets, and the heap's empty halves, whatever the size. */
const warmBytes = 16 * mebibyte;

const roundCount = 3;

interface Round {
  /** MiB a second. */
  sealedUpload: number;
  sealedDownload: number;
  bareUpload: number;
  bareDownload: number;
  /** Of the server, while it moved the file there and back: MiB of memory at most, beyond before. */
  growth: number;
  /** Milliseconds of the server's processors, a MiB. */
  uploadCost: number;
  downloadCost: number;
}

interface Programs {
  generator: Program<unknown>;
  ours: Program<unknown>;
  bareUrl: string;
  url: string;
  token: string;
}

async function round(programs: Programs, byteCount: number): Promise<Round> {
  const { generator, ours, url, bareUrl, token } = programs;
  const ask = <Answer extends FileAnswer>(kind: string, job: object) =>
    generator.ask<Answer>({ kind, byteCount, ...job });
  const mebibytes = byteCount / mebibyte;
  const rate = ({ milliseconds }: FileAnswer) => (mebibytes * 1000) / milliseconds;
  const bareUp = await ask('bare-upload', { url: bareUrl });
  const bareDown = await ask('bare-download', { url: bareUrl });
  ours.forgetPeak();
  const memoryBefore = ours.memoryBytes();
  const began = ours.processorSeconds();
  const up = await ask<FileAnswer & { attachmentId: string }>('sealed-upload', {
    url,
    token,
    underway: underway.upload,
  });
  const between = ours.processorSeconds();
  const { attachmentId } = up;
  const job = { url, token, attachmentId, underway: underway.download };
  const down = await ask('sealed-download', job);
  return {
    bareUpload: rate(bareUp),
    bareDownload: rate(bareDown),
    sealedUpload: rate(up),
    sealedDownload: rate(down),
    growth: (ours.peakMemoryBytes() - memoryBefore) / mebibyte,
    uploadCost: ((between - began) * 1000) / mebibytes,
    downloadCost: ((ours.processorSeconds() - between) * 1000) / mebibytes,
  };
}

async function run({ quick, progress }: PartOptions): Promise<PartResult> {
  const folder = mkdtempSync(join(tmpdir(), 'future-talk-bench-'));
  const server = await startOurs({ peopleCount: 1, memberships: [] });
  const bare = await Program.start<{ url: string }>('bench/peers/bare-files.ts', [
    join(folder, 'file'),
  ]);
  const generator = await Program.start('bench/load/generator.ts', []);
  const programs = {
    generator,
    ours: server.program,
    url: server.url,
    bareUrl: bare.ready.url,
    token: server.world.people[0]?.token ?? '',
  };
  await round(programs, warmBytes);
  const byteCount = quick ? smallBytes : longBytes;
  const small: Round[] = [];
  const rounds: Round[] = [];
  for (let count = 0; count < roundCount; count += 1) {
    if (!quick) small.push(await round(programs, smallBytes));
    const one = await round(programs, byteCount);
    rounds.push(one);
    progress(
      `up ${one.sealedUpload.toFixed(0)} of ${one.bareUpload.toFixed(0)} MiB/s, ` +
        `down ${one.sealedDownload.toFixed(0)} of ${one.bareDownload.toFixed(0)}, ` +
        `${one.growth.toFixed(0)} MiB more memory at most`,
    );
  }
  await generator.stop();
  await bare.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
  return resultOf(rounds, small, byteCount / mebibyte);
}

function resultOf(rounds: Round[], small: Round[], mebibytes: number): PartResult {
  const of = (name: keyof Round) => rounds.map((each) => each[name]);
  const size = `${mebibytes.toLocaleString('en')} MiB`;
  const figure = (what: string, unit: string, name: keyof Round) => ({
    what,
    unit,
    summary: summarize(of(name)),
  });
  const smallGrowth = small.map(({ growth }) => growth);
  return {
    name: 'attachments',
    figures: [
      figure(`upload of ${size}, sealed`, 'MiB/s', 'sealedUpload'),
      figure(`upload of ${size}, raw uWS, unencrypted`, 'MiB/s', 'bareUpload'),
      figure(`download of ${size}, sealed`, 'MiB/s', 'sealedDownload'),
      figure(`download of ${size}, raw uWS, unencrypted`, 'MiB/s', 'bareDownload'),
      figure("upload, the server's processor time", 'ms a MiB', 'uploadCost'),
      figure("download, the server's processor time", 'ms a MiB', 'downloadCost'),
      figure(`memory at most, beyond before, for ${size}`, 'MiB', 'growth'),
      ...(small.length === 0
        ? []
        : [
            {
              what: 'memory at most, beyond before, for 64 MiB',
              unit: 'MiB',
              summary: summarize(smallGrowth),
            },
          ]),
    ],
    goals: [
      {
        what: `upload of ${size}, sealed, times raw uWS unencrypted`,
        bound: { atLeast: 0.5 },
        value: summarize(ratios(of('sealedUpload'), of('bareUpload'))),
      },
      {
        what: `download of ${size}, sealed, times raw uWS unencrypted`,
        bound: { atLeast: 0.5 },
        value: summarize(ratios(of('sealedDownload'), of('bareDownload'))),
      },
      {
        what: `memory beyond before for ${size}, as a share of the file`,
        bound: { atMost: 0.1 },
        value: summarize(of('growth').map((each) => each / mebibytes)),
      },
    ],
  };
}

export const attachments: Part = {
  name: 'attachments',
  about: 'files over the sealed channel and beside it',
  run,
};

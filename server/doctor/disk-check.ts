import { closeSync, existsSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Computer } from './computer.ts';
import { note, ok, problem, warning } from './finding.ts';
import type { Check, DoctorContext, Finding } from './finding.ts';

const mebibyte = 1_048_576;
const littleMebibytes = 1_024;
const tooLittleMebibytes = 128;
const trials = 20;
const slowMs = 50;

/** `f_type` of statfs(2) on Linux. */
const networkKinds: Record<number, string> = {
  0x6969: 'NFS',
  0xff534d42: 'CIFS',
  0xfe534d42: 'SMB',
  0x517b: 'SMB',
  0x01021997: '9P',
  0x65735546: 'FUSE',
  0x5346414f: 'AFS',
  0x00c36400: 'Ceph',
};
const memoryKinds: Record<number, string> = { 0x01021994: 'tmpfs', 0x858458f6: 'ramfs' };

/** Room, kind and speed of the disk that the data is on. */
export const diskCheck: Check = {
  name: 'disk',
  async look({ settings, computer }: DoctorContext): Promise<Finding[]> {
    const { data } = settings;
    if (!existsSync(data)) {
      const made = `The data folder ${data} is not there yet`;
      return [
        note(made, '"init" makes it, or the first start'),
        room(computer, existingParent(data)),
      ];
    }
    return [room(computer, data), ...kind(computer, data), speed(data)];
  },
};

function room({ disk }: Computer, folder: string): Finding {
  const { bavail, bsize, files, ffree } = disk(folder);
  const free = Math.floor((bavail * bsize) / mebibyte);
  const todo = 'Make room, or move the data to a larger disk: stop the server, copy, --data';
  if (files > 0 && ffree < 1_000) {
    return problem(`The disk has room for only ${String(ffree)} more files`, todo);
  }
  const says = `The disk has ${String(free)} MiB of room`;
  if (free < tooLittleMebibytes) return problem(says, todo);
  return free < littleMebibytes ? warning(says, todo) : ok(says);
}

function kind({ platform, disk }: Computer, folder: string): Finding[] {
  if (platform !== 'linux') return [];
  const { type } = disk(folder);
  const network = networkKinds[type];
  if (network !== undefined) {
    return [
      problem(
        `The data is on a network disk or the like (${network}), which cannot keep a database safe`,
        'Move the data to a disk of this computer; backups may go to the network',
      ),
    ];
  }
  const memory = memoryKinds[type];
  if (memory === undefined) return [];
  const says = `The data is in memory (${memory}) and is gone with the next start of the computer`;
  return [warning(says, 'Move the data to a disk')];
}

/** How long the disk takes to say that something is really on it: each commit waits for that. */
function speed(folder: string): Finding {
  const file = join(folder, `.doctor-${String(process.pid)}`);
  try {
    const descriptor = openSync(file, 'wx', 0o600);
    try {
      const ms = medianMs(descriptor);
      const says = `The disk keeps something safe in ${ms.toFixed(1)} ms`;
      if (ms <= slowMs) return ok(says);
      return warning(says, 'Messages are as slow as that: an SSD of this computer is better');
    } finally {
      closeSync(descriptor);
      rmSync(file, { force: true });
    }
  } catch (cause) {
    const { code } = cause as { code?: string };
    if (code === undefined) throw cause;
    return problem(
      `The data folder ${folder} cannot be written (${code})`,
      'Give the folder to whoever runs the server, and see that its disk is not read-only or full',
    );
  }
}

function medianMs(descriptor: number): number {
  const content = Buffer.alloc(4_096, 1);
  const times = Array.from({ length: trials }, () => {
    const start = performance.now();
    writeSync(descriptor, content, 0, content.length, 0);
    fsyncSync(descriptor);
    return performance.now() - start;
  });
  return times.toSorted((one, other) => one - other)[trials / 2] ?? 0;
}

function existingParent(folder: string): string {
  return existsSync(folder) ? folder : existingParent(dirname(folder));
}

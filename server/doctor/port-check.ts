import { readdirSync, readlinkSync } from 'node:fs';
import { requireFreePort } from '../http/free-port.ts';
import { StartupError } from '../startup-error.ts';
import { attempt } from './computer.ts';
import type { Computer } from './computer.ts';
import { ok, problem } from './finding.ts';
import type { Check, DoctorContext, Finding } from './finding.ts';

/** Whether the port can be had, and who has it. */
export const portCheck: Check = {
  name: 'port',
  async look({ settings, served, computer }: DoctorContext): Promise<Finding[]> {
    const { host, port } = settings;
    if (served !== null) {
      const { pid, port: has } = served;
      return [
        ok(`The server of this data folder has port ${String(has)} (process ${String(pid)})`),
      ];
    }
    try {
      await requireFreePort(host, port);
      return [ok(port === 0 ? 'A free port is picked' : `Port ${String(port)} is free`)];
    } catch (cause) {
      if (!(cause instanceof StartupError)) throw cause;
      return [await explain(cause.message, port, computer)];
    }
  },
};

async function explain(sentence: string, port: number, computer: Computer): Promise<Finding> {
  const holder = await portHolder(computer, port);
  const by = holder === null ? '' : `: ${holder.name} (process ${String(holder.pid)})`;
  return problem(`${sentence}${by}`, 'Stop that program, or choose another port with --port');
}

interface Holder {
  pid: number;
  name: string;
}

async function portHolder({ platform, run, read }: Computer, port: number): Promise<Holder | null> {
  switch (platform) {
    case 'linux':
      return holderOnLinux(port, read);
    case 'win32':
      return holderByNetstat(port, (await run('netstat', '-ano', '-p', 'TCP')) ?? '');
    default: {
      const said = await run('lsof', '-nP', `-iTCP:${String(port)}`, '-sTCP:LISTEN', '-Fpc');
      const [, pid, name = ''] = /^p(\d+)\nc(.*)$/m.exec(said ?? '') ?? [];
      return pid === undefined ? null : { pid: Number(pid), name };
    }
  }
}

function holderByNetstat(port: number, said: string): Holder | null {
  const line = new RegExp(`:${String(port)}\\s+\\S+\\s+LISTENING\\s+(\\d+)`);
  const [, pid] = line.exec(said) ?? [];
  return pid === undefined ? null : { pid: Number(pid), name: 'a program' };
}

const listening = '0A';

/** By the socket that listens, and the process that has it open; others' only root may see. */
function holderOnLinux(port: number, read: Computer['read']): Holder | null {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  const sockets = new Set<string>();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of read(table).split('\n').slice(1)) {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
      if (state === listening && local.endsWith(`:${wanted}`)) sockets.add(`socket:[${inode}]`);
    }
  }
  if (sockets.size === 0) return null;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (!openFiles(pid).some((file) => sockets.has(file))) continue;
    return { pid: Number(pid), name: read(`/proc/${pid}/comm`).trim() };
  }
  return null;
}

/** Processes end, and others belong to somebody else: those have no open files for us. */
function openFiles(pid: string): string[] {
  const folder = `/proc/${pid}/fd`;
  return attempt(() => readdirSync(folder), []).map((name) =>
    attempt(() => readlinkSync(`${folder}/${name}`), ''),
  );
}

import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { homedir, tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { ServiceObstacle } from '#ipc/hosting.ts';
import { readFileIfPresent, writeFileAtomically } from '../../storage/atomic-file.ts';
import { ownAppImage } from '../../system/own-app-image.ts';
import type { ServiceCommand } from './service-command.ts';
import { launchAgent, scheduledTask, systemdUnit } from './service-files.ts';
import type { ServiceNames } from './service-files.ts';

/** Runs a program of the operating system. Throws when it fails. */
export type RunProgram = (program: string, words: readonly string[]) => Promise<string>;

/** The operating system's keeper of services, for this person's own. */
export interface ServiceManager {
  /** Null where services can be kept; else why not. */
  obstacle(): Promise<ServiceObstacle | null>;
  /** Runs this command from now on, also after the next start of the computer. */
  run(command: ServiceCommand): Promise<void>;
  /** Stops it, and forgets it. */
  remove(): Promise<void>;
  /** Whether it goes on after logout, and starts without anybody signing in. */
  startsWithoutLogin(): Promise<boolean>;
  /** What allows that; null where there is no such command. */
  readonly lingerCommand: string | null;
}

export function serviceManager(
  names: ServiceNames,
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
  runProgram: RunProgram = runQuietly,
): ServiceManager {
  switch (platform) {
    case 'darwin':
      return new LaunchdManager(names, runProgram);
    case 'win32':
      return new TaskManager(names, environment, runProgram);
    default:
      return new SystemdManager(names, environment, runProgram);
  }
}

const runQuietly: RunProgram = async (program, words) => {
  const { stdout } = await promisify(execFile)(program, [...words], {
    timeout: 30_000,
    windowsHide: true,
  });
  return stdout;
};

class SystemdManager implements ServiceManager {
  readonly lingerCommand = 'loginctl enable-linger';
  readonly #names: ServiceNames;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #run: RunProgram;
  readonly #file: string;

  constructor(names: ServiceNames, environment: NodeJS.ProcessEnv, runProgram: RunProgram) {
    this.#names = names;
    this.#environment = environment;
    this.#run = runProgram;
    const configured = environment.XDG_CONFIG_HOME ?? '';
    const folder = path.isAbsolute(configured) ? configured : path.join(homedir(), '.config');
    this.#file = path.join(folder, 'systemd/user', names.unit);
  }

  async obstacle(): Promise<ServiceObstacle | null> {
    // Its files are there only while it runs.
    if (ownAppImage(this.#environment, process.execPath) !== null) return 'appimage';
    try {
      await this.#systemctl('show', '--property=Version');
      return null;
    } catch {
      return 'no-systemd';
    }
  }

  async run(command: ServiceCommand): Promise<void> {
    const unit = systemdUnit(this.#names, command);
    const before = (await readFileIfPresent(this.#file))?.toString('utf8');
    if (before !== unit) {
      await writeFileAtomically(this.#file, unit);
      await this.#systemctl('daemon-reload');
    }
    await this.#systemctl('enable', this.#names.unit);
    await this.#systemctl(before === unit ? 'start' : 'restart', this.#names.unit);
    await this.#linger();
  }

  async remove(): Promise<void> {
    await this.#systemctl('disable', '--now', this.#names.unit);
    await rm(this.#file, { force: true });
    await this.#systemctl('daemon-reload');
  }

  async startsWithoutLogin(): Promise<boolean> {
    const words = ['show-user', userInfo().username, '--property=Linger', '--value'];
    return (await this.#run('loginctl', words).catch(() => '')).trim() === 'yes';
  }

  /** Not everywhere may people choose it for themselves: the screen then names the command. */
  async #linger(): Promise<void> {
    await this.#run('loginctl', ['enable-linger']).catch(() => '');
  }

  #systemctl(...words: string[]): Promise<string> {
    return this.#run('systemctl', ['--user', ...words]);
  }
}

class LaunchdManager implements ServiceManager {
  readonly lingerCommand = null;
  readonly #names: ServiceNames;
  readonly #run: RunProgram;
  readonly #file: string;
  readonly #domain = `gui/${String(process.getuid?.() ?? 0)}`;

  constructor(names: ServiceNames, runProgram: RunProgram) {
    this.#names = names;
    this.#run = runProgram;
    this.#file = path.join(homedir(), 'Library/LaunchAgents', `${names.agent}.plist`);
  }

  async obstacle(): Promise<null> {
    return null;
  }

  async run(command: ServiceCommand): Promise<void> {
    const agent = launchAgent(this.#names, command);
    const before = (await readFileIfPresent(this.#file))?.toString('utf8');
    if (before !== agent) {
      await this.#bootOut();
      await writeFileAtomically(this.#file, agent);
    }
    const isThere = await this.#isLoaded();
    if (!isThere) await this.#run('launchctl', ['bootstrap', this.#domain, this.#file]);
  }

  async remove(): Promise<void> {
    await this.#bootOut();
    await rm(this.#file, { force: true });
  }

  async startsWithoutLogin(): Promise<boolean> {
    return false;
  }

  async #bootOut(): Promise<void> {
    if (!(await this.#isLoaded())) return;
    await this.#run('launchctl', ['bootout', `${this.#domain}/${this.#names.agent}`]);
  }

  #isLoaded(): Promise<boolean> {
    return this.#run('launchctl', ['print', `${this.#domain}/${this.#names.agent}`]).then(
      () => true,
      () => false,
    );
  }
}

class TaskManager implements ServiceManager {
  readonly lingerCommand = null;
  readonly #names: ServiceNames;
  readonly #isPortable: boolean;
  readonly #run: RunProgram;

  constructor(names: ServiceNames, environment: NodeJS.ProcessEnv, runProgram: RunProgram) {
    this.#names = names;
    this.#isPortable = environment.PORTABLE_EXECUTABLE_FILE !== undefined;
    this.#run = runProgram;
  }

  async obstacle(): Promise<ServiceObstacle | null> {
    return this.#isPortable ? 'portable' : null;
  }

  async run(command: ServiceCommand): Promise<void> {
    const file = path.join(tmpdir(), 'future-talk-task.xml');
    await writeFileAtomically(file, Buffer.from(`\uFEFF${scheduledTask(command)}`, 'utf16le'));
    try {
      await this.#end();
      await this.#schtasks('/create', '/xml', file, '/f');
      await this.#schtasks('/run');
    } finally {
      await rm(file, { force: true });
    }
  }

  async remove(): Promise<void> {
    await this.#end();
    await this.#schtasks('/delete', '/f');
  }

  async startsWithoutLogin(): Promise<boolean> {
    return false;
  }

  /** Where there is none that runs, there is nothing to end. */
  async #end(): Promise<void> {
    await this.#schtasks('/end').catch(() => '');
  }

  #schtasks(verb: string, ...words: string[]): Promise<string> {
    return this.#run('schtasks', [verb, '/tn', this.#names.task, ...words]);
  }
}

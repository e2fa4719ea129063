import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, expect } from '@playwright/test';
import type { Browser, Locator, Page } from '@playwright/test';
import { electronFlags } from '../../support/desktop-session.ts';
import { PlainDevtools } from './plain-devtools.ts';

/** Its window has gone to its page: see `PlainDevtools`. */
const arrived = `location.protocol !== 'about:' && document.readyState === 'complete'`;

interface Launch {
  environment?: Record<string, string>;
  under?: readonly string[];
}

/**
 * One copy of the packaged app, with a profile of its own. Only its page can be looked into: a package takes
 * none of the switches by which Playwright reaches Electron's main process.
 */
export class PackagedDesktop {
  readonly profile: string;
  readonly #program: string;
  #child: ChildProcessWithoutNullStreams | undefined;
  #ended: Promise<unknown[]> | undefined;
  /** The process that has started again by itself. */
  #successor: number | undefined;
  #browser: Browser | undefined;
  #page: Page | undefined;

  constructor(name: string, program: string) {
    this.#program = program;
    this.profile = mkdtempSync(path.join(tmpdir(), `future-talk-packaged-${name}-`));
  }

  get page(): Page {
    if (this.#page === undefined) throw new Error('The packaged app has no window');
    return this.#page;
  }

  get processId(): number {
    const id = this.#child?.pid;
    if (id === undefined) throw new Error('The packaged app does not run');
    return id;
  }

  /**
   * `environment` is all that it gets beside the screen and the message bus: a person has no Node. `under` is a
   * program that becomes the app, with its arguments.
   */
  async launch({ environment = {}, under = [] }: Launch = {}): Promise<void> {
    const [command = this.#program, ...rest] = [...under, this.#program, ...this.#arguments()];
    const child = spawn(command, [...rest, '--remote-debugging-port=0'], {
      env: { ...environmentOfAPerson(), ...environment },
    });
    this.#child = child;
    // It may end by itself, before anybody asks.
    this.#ended = once(child, 'exit');
    child.stdout.resume();
    await this.#attach(await PlainDevtools.of(child));
  }

  /** Does what makes the app start again by itself; resolves once its new window is there. */
  async restart(begin: () => Promise<void>): Promise<void> {
    const endpoint = path.join(this.profile, 'DevToolsActivePort');
    // The one that goes has written it, and does not do so again.
    rmSync(endpoint);
    await begin();
    await this.#ended;
    await this.#browser?.close();
    this.#child = undefined;
    const said = () => (existsSync(endpoint) ? readFileSync(endpoint, 'utf8') : '');
    await expect.poll(said, { timeout: 60_000 }).toMatch(/^\d+\n\/devtools/);
    this.#successor = Number(
      readlinkSync(path.join(this.profile, 'SingletonLock')).split('-').at(-1),
    );
    const [port = '', place = ''] = said().split('\n');
    await this.#attach(new PlainDevtools(`ws://127.0.0.1:${port}${place}`));
  }

  async #attach(devtools: PlainDevtools): Promise<void> {
    await expect.poll(() => devtools.inPage(arrived), { timeout: 60_000 }).toBe(true);
    this.#browser = await chromium.connectOverCDP(devtools.browserUrl);
    const [context] = this.#browser.contexts();
    if (context === undefined) throw new Error('The packaged app has no pages');
    this.#page = context.pages()[0] ?? (await context.waitForEvent('page'));
    this.#page.setDefaultTimeout(15_000);
  }

  /** Starts it once more, as the operating system does with a link; resolves when that has ended. */
  async click(link: string): Promise<void> {
    const child = spawn(this.#program, [...this.#arguments(), link], {
      env: environmentOfAPerson(),
      stdio: 'ignore',
    });
    await once(child, 'exit');
  }

  #arguments(): string[] {
    return [`--user-data-dir=${this.profile}`, ...electronFlags()];
  }

  screen(name: string): Locator {
    return this.page.getByTestId(`screen-${name}`);
  }

  /** Ends it as a logout does; resolves with its exit code. */
  async quit(): Promise<number | null> {
    if (this.#successor !== undefined) await this.#quitSuccessor(this.#successor);
    const child = this.#child;
    if (child === undefined) return null;
    child.kill('SIGTERM');
    const [code] = (await this.#ended) as [number | null];
    await this.#browser?.close();
    this.#child = undefined;
    return code;
  }

  /** It is nobody's child: nobody hears of its exit code. */
  async #quitSuccessor(id: number): Promise<void> {
    process.kill(id, 'SIGTERM');
    await expect.poll(() => runs(id), { timeout: 60_000 }).toBe(false);
    await this.#browser?.close();
    this.#successor = undefined;
  }

  async remove(): Promise<void> {
    await this.quit();
    rmSync(this.profile, { recursive: true, force: true });
  }
}

/** One that has ended, and whose end nobody has asked for, is still there as a zombie. */
function runs(id: number): boolean {
  const asked = ['-o', 'stat=', '-p', String(id)];
  return /^[^Z]/.test(spawnSync('ps', asked, { encoding: 'utf8' }).stdout);
}

function environmentOfAPerson(): Record<string, string> {
  const passed = ['DISPLAY', 'DBUS_SESSION_BUS_ADDRESS', 'HOME', 'XDG_RUNTIME_DIR', 'LANG'];
  const values = passed.map((name) => [name, process.env[name]] as const);
  const known = values.filter((pair): pair is readonly [string, string] => pair[1] !== undefined);
  return { ...Object.fromEntries(known), PATH: '/usr/bin:/bin' };
}

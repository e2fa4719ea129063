import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { _electron, expect } from '@playwright/test';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { electronExecutable, electronFlags } from '../../support/desktop-session.ts';
import type { Keychain } from '../../support/desktop-session.ts';
import { answersFromMain } from './answers-from-main.ts';
import { screenshot } from './screenshot.ts';

const projectRoot = path.resolve(import.meta.dirname, '../../..');

interface LaunchOptions {
  link?: string;
  /** Its calls can be hindered (see hindrance.ts). */
  isHindered?: boolean;
  /** Nothing but its window begins until it is quit (see hold-settings.cjs). */
  isOnlyWindow?: boolean;
}

/** One copy of the real app, with a profile of its own. */
export class Desktop {
  readonly name: string;
  readonly profile: string;
  readonly #environment: Record<string, string>;
  readonly #keychain: Keychain | undefined;
  #app: ElectronApplication | undefined;
  #page: Page | undefined;

  /** `environment` is added to that of the tests; a `keychain` of `basic` is none at all. */
  constructor(name: string, environment: Record<string, string> = {}, keychain?: Keychain) {
    this.name = name;
    this.#keychain = keychain;
    this.#environment = { FUTURE_TALK_NODE: process.execPath, ...environment };
    this.profile = mkdtempSync(path.join(tmpdir(), `future-talk-${name}-`));
  }

  get app(): ElectronApplication {
    if (this.#app === undefined) throw new Error(`${this.name}'s app is not running`);
    return this.#app;
  }

  get page(): Page {
    if (this.#page === undefined) throw new Error(`${this.name}'s app has no window`);
    return this.#page;
  }

  /** With a link, as if the person had clicked it while the app was not running. */
  async launch({ link, isHindered, isOnlyWindow }: LaunchOptions = {}): Promise<void> {
    this.#app = answersFromMain(
      await _electron.launch({
        executablePath: electronExecutable(),
        args: [
          ...requiring('hold-until-connected.cjs'),
          ...(isHindered === true ? requiring('hinder-calls.cjs') : []),
          ...(isOnlyWindow === true ? requiring('hold-settings.cjs') : []),
          ...this.#arguments(link),
        ],
        env: { ...(process.env as Record<string, string>), ...this.#environment },
      }),
    );
    this.#page = await this.#app.firstWindow();
    this.#page.setDefaultTimeout(15_000);
  }

  /**
   * As the operating system opens a link while the app runs: by starting it again, which hands the
   * link to the running one and ends.
   */
  async click(link: string): Promise<void> {
    await promisify(execFile)(electronExecutable(), this.#arguments(link));
  }

  #arguments(link?: string): string[] {
    const flags = [
      `--user-data-dir=${this.profile}`,
      // A microphone that beeps, whatever this computer has.
      '--use-fake-device-for-media-stream',
      ...electronFlags(this.#keychain),
    ];
    return [projectRoot, ...flags, ...(link === undefined ? [] : [link])];
  }

  /** Quits as a person would; the profile stays. */
  async quit(): Promise<void> {
    await this.#app?.close();
    this.#app = undefined;
    this.#page = undefined;
  }

  /** Ends it as a crash or a loss of power would: nothing gets a chance to be put away. */
  async kill(): Promise<void> {
    const process = this.app.process();
    const ended = once(process, 'exit');
    process.kill('SIGKILL');
    await ended;
    this.#app = undefined;
    this.#page = undefined;
  }

  async remove(): Promise<void> {
    await this.quit();
    rmSync(this.profile, { recursive: true, force: true });
  }

  /** The window as a picture: see `screenshot`. */
  async screenshot(name: string): Promise<void> {
    await screenshot(this.page, name);
  }

  /** The inner size of the window. */
  async resize(width: number, height: number): Promise<void> {
    await this.app.evaluate(
      ({ BrowserWindow }, size) => {
        BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height);
      },
      { width, height },
    );
    await expect
      .poll(() => this.page.evaluate(() => [window.innerWidth, window.innerHeight]))
      .toEqual([width, height]);
  }

  screen(name: string): Locator {
    return this.page.getByTestId(`screen-${name}`);
  }

  /** Whether the operating system shows this window in front. */
  isFocused(): Promise<boolean> {
    return this.app.evaluate(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFocused() ?? false,
    );
  }

  async focus(): Promise<void> {
    await this.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.focus();
    });
    await expect.poll(() => this.isFocused()).toBe(true);
  }

  /** Takes the focus away, as another program in front would. */
  async blur(): Promise<void> {
    await this.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.blur();
    });
    await expect.poll(() => this.isFocused()).toBe(false);
  }
}

function requiring(script: string): string[] {
  return ['--require', path.join(import.meta.dirname, script)];
}

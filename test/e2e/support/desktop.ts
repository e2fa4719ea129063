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

const projectRoot = path.resolve(import.meta.dirname, '../../..');
/** Set by `npm run screenshots`: where the documentation's pictures go. */
const documentationFolder = process.env['FUTURE_TALK_SCREENSHOTS'];
const screenshotFolder = path.resolve(
  projectRoot,
  documentationFolder ?? 'test-results/screenshots',
);

interface LaunchOptions {
  link?: string;
  /** Its calls can be hindered (see hindrance.ts). */
  isHindered?: boolean;
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
  async launch({ link, isHindered = false }: LaunchOptions = {}): Promise<void> {
    this.#app = await _electron.launch({
      executablePath: electronExecutable(),
      args: [
        '--require',
        path.join(import.meta.dirname, 'hold-until-connected.cjs'),
        ...(isHindered ? ['--require', path.join(import.meta.dirname, 'hinder-calls.cjs')] : []),
        ...this.#arguments(link),
      ],
      env: { ...(process.env as Record<string, string>), ...this.#environment },
    });
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

  /** The window as a picture under test-results/screenshots, or where the environment says. */
  async screenshot(name: string): Promise<void> {
    if (documentationFolder === undefined || /-(light|dark)$/.test(name)) return this.#shoot(name);
    for (const colorScheme of ['light', 'dark'] as const) {
      await this.page.emulateMedia({ colorScheme });
      await this.#shoot(`${name}-${colorScheme}`);
    }
    await this.page.emulateMedia({ colorScheme: null });
  }

  async #shoot(name: string): Promise<void> {
    await this.page.screenshot({
      path: path.join(screenshotFolder, `${name}.png`),
      animations: 'disabled',
    });
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

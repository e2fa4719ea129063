import { execFileSync } from 'node:child_process';
import { hostname } from 'node:os';
import { chromium } from '@playwright/test';
import type { Browser, Locator, Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { screenshot } from './screenshot.ts';

/** The browser to hand to Playwright as `executablePath`. Throws outside `npm run test:e2e`. */
function browserProgram(): string {
  const name = process.env['FUTURE_TALK_BROWSER'] ?? '';
  if (name === '') throw new Error('Run these tests by `npm run test:e2e`');
  return execFileSync('which', [name], { encoding: 'utf8' }).trim();
}

/** Somebody without the app, in a Chromium of this computer's own. */
export class GuestBrowser {
  readonly page: Page;
  /** What the browser says of the page that is not as it should be. */
  readonly complaints: string[] = [];
  readonly #browser: Browser;

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.page = page;
    page.setDefaultTimeout(15_000);
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
  }

  /**
   * At this computer's name, not at 127.0.0.1: a browser gives a page from there everything that pages
   * over plain HTTP do not have.
   */
  static async open(port: number, fragment = ''): Promise<GuestBrowser> {
    const name = hostname().toLowerCase();
    const browser = await chromium.launch({
      executablePath: browserProgram(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        `--host-resolver-rules=MAP ${name} 127.0.0.1`,
      ],
    });
    const page = await browser.newPage({
      locale: 'en-GB',
      viewport: { width: 1100, height: 760 },
      acceptDownloads: true,
    });
    const guest = new GuestBrowser(browser, page);
    await page.goto(`http://${name}:${String(port)}/${fragment}`);
    return guest;
  }

  /** An empty one, beside the guest's. */
  anotherPage(): Promise<Page> {
    return this.#browser.newPage();
  }

  screen(name: string): Locator {
    return this.page.getByTestId(`screen-${name}`);
  }

  /** Pictures of what the page shows, light and dark; axe finds nothing in either. */
  async takePictures(name: string): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      await this.page.emulateMedia({ colorScheme });
      await screenshot(this.page, `${name}-${colorScheme}`);
      await expectAccessible(this, `${name}, ${colorScheme}`);
    }
    await this.page.emulateMedia({ colorScheme: null });
  }

  async end(): Promise<void> {
    await this.#browser.close();
  }
}

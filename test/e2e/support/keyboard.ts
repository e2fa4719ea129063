import { expect } from '@playwright/test';
import type { Locator } from '@playwright/test';
import type { Desktop } from './desktop.ts';

/** A person without a pointer, in one window. */
export class Keyboard {
  readonly #desktop: Desktop;

  constructor(desktop: Desktop) {
    this.#desktop = desktop;
  }

  get #page() {
    return this.#desktop.page;
  }

  async press(key: string): Promise<void> {
    await this.#page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
  }

  /** By the Tab key alone, as far as that leads round the window once. */
  async tabTo(wanted: Locator): Promise<void> {
    await this.goTo(wanted, 'Tab', 60);
  }

  /** By one key, pressed until the keyboard is there. */
  async goTo(wanted: Locator, key: string, pressesMax = 20): Promise<void> {
    await expect(wanted).toBeVisible();
    for (let pressed = 0; pressed < pressesMax && !(await this.isAt(wanted)); pressed += 1) {
      await this.press(key);
    }
    await expect(wanted).toBeFocused();
  }

  isAt(wanted: Locator): Promise<boolean> {
    return wanted.evaluate((element) => element === document.activeElement);
  }

  /** From the menu that is open, by the arrow keys. */
  async choose(name: string | RegExp): Promise<void> {
    const menu = this.#page.getByRole('menu');
    // Until it has the keyboard it hears no key.
    await expect(menu).toBeVisible();
    await expect
      .poll(() => menu.evaluate((open) => open.contains(document.activeElement)))
      .toBe(true);
    await this.goTo(menu.getByRole('menuitem', { name }).first(), 'ArrowDown');
    await this.press('Enter');
  }

  /** Something has the keyboard: it is not at the beginning of the page. */
  async expectNotLost(): Promise<void> {
    await expect
      .poll(() => this.#page.evaluate(() => document.activeElement?.tagName ?? 'BODY'))
      .not.toBe('BODY');
  }
}

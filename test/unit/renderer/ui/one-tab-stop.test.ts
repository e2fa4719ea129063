import { afterEach, beforeEach, expect, it } from 'vitest';
import { oneTabStop } from '../../../../src/renderer/ui/one-tab-stop.ts';

let list: HTMLElement;
let end: (() => void) | void;

beforeEach(() => {
  document.body.innerHTML = `<ul>${['Anna', 'Ben', 'Bertha', 'Carla'].map(row).join('')}</ul>`;
  list = document.querySelector('ul')!;
  // What jsdom has not.
  Element.prototype.scrollIntoView = () => undefined;
  end = oneTabStop(list);
});

afterEach(() => {
  end?.();
});

function row(name: string): string {
  return `<li data-name="${name}"><button>${name}</button><button>Options of ${name}</button></li>`;
}

function button(text: string): HTMLButtonElement {
  return [...list.querySelectorAll('button')].find(({ textContent }) => textContent === text)!;
}

function press(key: string, more: KeyboardEventInit = {}): boolean {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  document.activeElement!.dispatchEvent(event);
  return event.defaultPrevented;
}

function stops(): (string | null)[] {
  return [...list.querySelectorAll('button')]
    .filter(({ tabIndex }) => tabIndex === 0)
    .map(({ textContent }) => textContent);
}

const focused = () => document.activeElement?.textContent;
/** Observers are told after the code that changed something. */
const told = () => Promise.resolve();

it('is one stop, at first the first, then where the keyboard was', () => {
  expect(stops()).toEqual(['Anna']);
  button('Ben').focus();
  press('ArrowRight');
  expect(focused()).toBe('Options of Ben');
  expect(stops()).toEqual(['Options of Ben']);
});

it('leads along rows in their column, to either end, and no further', () => {
  button('Options of Ben').focus();
  expect(press('ArrowDown')).toBe(true);
  expect(focused()).toBe('Options of Bertha');
  press('End');
  expect(focused()).toBe('Options of Carla');
  expect(press('ArrowDown')).toBe(false);
  press('Home');
  expect(focused()).toBe('Options of Anna');
  press('ArrowLeft');
  expect(focused()).toBe('Anna');
  expect(press('ArrowDown', { altKey: true })).toBe(false);
  expect(focused()).toBe('Anna');
});

it('letters lead to the next name that begins with them', () => {
  button('Anna').focus();
  press('b');
  expect(focused()).toBe('Ben');
  press('b');
  expect(focused()).toBe('Bertha');
  button('Anna').focus();
  press('c', { code: 'KeyC' });
  // Together with what was typed before it is the beginning of no name.
  expect(focused()).toBe('Anna');
});

it('what is marked is the stop where the keyboard is elsewhere', async () => {
  button('Carla').setAttribute('aria-current', 'true');
  await told();
  expect(stops()).toEqual(['Carla']);
  button('Ben').focus();
  expect(stops()).toEqual(['Ben']);
});

it('a row that moves keeps the keyboard, one that goes leaves it to the next', async () => {
  button('Ben').focus();
  list.append(button('Ben').closest('li')!);
  await told();
  expect(focused()).toBe('Ben');
  button('Options of Bertha').focus();
  button('Bertha').closest('li')!.remove();
  await told();
  expect(focused()).toBe('Options of Carla');
  button('Ben').focus();
  button('Ben').closest('li')!.remove();
  await told();
  expect(focused()).toBe('Carla');
});

it('what comes later is no stop of its own', async () => {
  list.insertAdjacentHTML('beforeend', row('Dora'));
  await told();
  expect(stops()).toEqual(['Anna']);
});

import { expect } from '@playwright/test';
import { en } from '#messages/en/index.ts';
import type { TextKey } from '#messages/catalogue.ts';
import { englishSpeaker } from '#messages/speaker.ts';
import type { Speaker } from '#messages/speaker.ts';
import type { Desktop } from './desktop.ts';

/** Texts of the catalogue that have nothing to fill in. */
const plainKeys = (Object.keys(en) as TextKey[]).filter(
  (key) => typeof en[key] === 'string' && !en[key].includes('{'),
);

/** No key stands where its text should, and nothing is said in English that is not English. */
export async function expectSaid({ page }: Desktop, spoken: Speaker): Promise<void> {
  const english = new Map<string, string>(
    plainKeys.map((key) => [englishSpeaker.say({ key }), key]),
  );
  // A word may be the same in both, or be what the app is called.
  for (const key of plainKeys) english.delete(spoken.say({ key }));
  const said = () =>
    page.evaluate(() => {
      // What people wrote may be in any language.
      const written = '[data-bubble], [data-testid=conversation-item], bdi, option, input';
      const texts: string[] = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.parentElement?.closest(written) === null) texts.push(node.nodeValue ?? '');
      }
      for (const element of document.querySelectorAll(`body *:not(${written})`)) {
        for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
          texts.push(element.getAttribute(name) ?? '');
        }
      }
      return texts.map((text) => text.trim()).filter(Boolean);
    });
  const wrong = async () => {
    const keys: ReadonlySet<string> = new Set(Object.keys(en));
    const isOther = (text: string) => spoken.language !== 'en' && english.has(text);
    return (await said()).filter((text) => keys.has(text) || isOther(text));
  };
  await expect.poll(wrong).toEqual([]);
}

/** What buttons, tabs, labels and headings say has room. */
export async function expectWholeLabels({ page }: Desktop): Promise<void> {
  const cut = () =>
    page.evaluate(
      (controls) =>
        [...document.querySelectorAll<HTMLElement>(controls)]
          .flatMap((control) => [control, ...control.querySelectorAll<HTMLElement>('*')])
          .filter((element) => {
            // Names may be long, and are shown shortened.
            if (element.closest('bdi, [dir=auto], [data-testid=conversation-item], .sr-only'))
              return false;
            const { clientWidth, scrollWidth, clientHeight, scrollHeight } = element;
            const { display, overflowX } = getComputedStyle(element);
            if (clientWidth <= 1 || display === 'inline') return false;
            // Within a control only what hides the rest is cut: a badge may stand out of an icon.
            if (overflowX === 'visible' && !element.matches(controls)) return false;
            const hidesBelow = overflowX !== 'visible' && scrollHeight > clientHeight + 1;
            return scrollWidth > clientWidth + 1 || hidesBelow;
          })
          .map(
            (element) => `${element.tagName} ${element.textContent.trim()} ${element.className}`,
          ),
      'button, [role^=menuitem], [role=tab], label, legend, h2, h3',
    );
  await expect.poll(cut).toEqual([]);
}

import type { Desktop } from './desktop.ts';

/** From now on pictures that are made have no content, as if it came late, until `letPicturesCome`. */
export async function holdPictures({ page }: Desktop): Promise<void> {
  await page.evaluate(() => {
    const { prototype } = HTMLImageElement;
    const held = new Map<HTMLImageElement, string>();
    const source = Object.getOwnPropertyDescriptor(prototype, 'src')!;
    const hold = (image: HTMLImageElement, value: string) => {
      if (value !== '') held.set(image, value);
    };
    Object.defineProperty(prototype, 'src', {
      ...source,
      set(this: HTMLImageElement, value: string) {
        hold(this, value);
      },
    });
    prototype.setAttribute = function setAttribute(this: HTMLImageElement, name, value) {
      if (name === 'src') hold(this, value);
      else Element.prototype.setAttribute.call(this, name, value);
    };
    const release = () => {
      Object.defineProperty(prototype, 'src', source);
      Reflect.deleteProperty(prototype, 'setAttribute');
      for (const [image, value] of held) image.src = value;
    };
    Object.assign(window, { letPicturesCome: release });
  });
}

export async function letPicturesCome({ page }: Desktop): Promise<void> {
  await page.evaluate(() => (window as unknown as { letPicturesCome(): void }).letPicturesCome());
}

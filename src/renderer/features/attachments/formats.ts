import { perLanguage } from '../../lib/messages/catalogue.ts';

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

const sizeFormats = perLanguage((locale) =>
  units.map((unit) =>
    [0, 1].map(
      (maximumFractionDigits) =>
        new Intl.NumberFormat(locale, {
          style: 'unit',
          unit,
          // Bytes have no short form that is a plural.
          unitDisplay: unit === 'byte' ? 'long' : 'short',
          maximumFractionDigits,
        }),
    ),
  ),
);

/** `812 bytes`, `3.1 MB`: one decimal below ten, as people speak of sizes. */
export function formatSize(bytes: number): string {
  let value = bytes;
  let index = 0;
  while (value >= 1_000 && index < units.length - 1) {
    value /= 1_024;
    index += 1;
  }
  const digits = value < 10 && index > 0 ? 1 : 0;
  return sizeFormats()[index]?.[digits]?.format(value) ?? '';
}

const percentFormat = perLanguage((locale) => new Intl.NumberFormat(locale, { style: 'percent' }));

/** `150%`, of 1.5. */
export function formatPercent(share: number): string {
  return percentFormat().format(share);
}

/** `0:07`, `12:30`, `1:02:03`. */
export function formatLength(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const hours = Math.floor(whole / 3_600);
  const minutes = Math.floor((whole % 3_600) / 60);
  const rest = String(whole % 60).padStart(2, '0');
  if (hours === 0) return `${String(minutes)}:${rest}`;
  return `${String(hours)}:${String(minutes).padStart(2, '0')}:${rest}`;
}

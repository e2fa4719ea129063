import sharp from 'sharp';
import type { Looks } from './people.ts';

// Every picture of the demo is drawn here: nothing is loaded, and nobody's rights are touched.

const hairdos: Record<Looks['hairdo'], (hair: string) => { behind: string; before: string }> = {
  short: (hair) => ({
    behind: '',
    before: `<path d="M158 214c-6-92 42-122 98-122s104 30 98 122c-14-52-40-66-98-66s-84 14-98 66z" fill="${hair}"/>`,
  }),
  long: (hair) => ({
    behind: `<path d="M142 420c-10-120-14-320 114-320s124 200 114 320z" fill="${hair}"/>`,
    before: `<path d="M160 220c0-88 40-116 96-116s96 28 96 116c-30-22-60-70-76-74-20 30-70 56-116 74z" fill="${hair}"/>`,
  }),
  bun: (hair) => ({
    behind: `<circle cx="256" cy="78" r="44" fill="${hair}"/>`,
    before: `<path d="M158 216c-4-86 40-116 98-116s102 30 98 116c-24-44-52-62-98-62s-74 18-98 62z" fill="${hair}"/>`,
  }),
  scarf: (hair) => ({
    behind: `<path d="M132 430c-20-120-14-340 124-340s144 220 124 340z" fill="${hair}"/>`,
    before: `<path d="M150 250c-6-110 44-150 106-150s112 40 106 150c-16-66-48-92-106-92s-90 26-106 92z" fill="${hair}"/>`,
  }),
  beard: (hair) => ({
    behind: '',
    before: `<path d="M160 210c-4-84 42-114 96-114s100 30 96 114c-16-46-44-58-96-58s-80 12-96 58z" fill="${hair}"/><path d="M166 250c4 76 40 104 90 104s86-28 90-104c-18 36-44 46-90 46s-72-10-90-46z" fill="${hair}"/>`,
  }),
};

/** A face, as people choose it for themselves. */
export function drawPortrait({ backdrop, skin, hair, clothes, hairdo }: Looks): Promise<Buffer> {
  const { behind, before } = hairdos[hairdo](hair);
  return drawn(
    512,
    512,
    `<rect width="512" height="512" fill="${backdrop}"/>${behind}
     <path d="M56 512c6-104 84-142 200-142s194 38 200 142z" fill="${clothes}"/>
     <path d="M214 310h84v70c-20 24-64 24-84 0z" fill="${skin}"/>
     <ellipse cx="256" cy="236" rx="94" ry="112" fill="${skin}"/>${before}
     <g fill="#2b2320"><circle cx="220" cy="238" r="8"/><circle cx="292" cy="238" r="8"/></g>
     <path d="M226 286q30 24 60 0" fill="none" stroke="#2b2320" stroke-width="7" stroke-linecap="round"/>`,
  );
}

/** The yard's own sign: a boat on two waves. */
export function drawYardSign(): Promise<Buffer> {
  return drawn(
    512,
    512,
    `<rect width="512" height="512" fill="#12413d"/>
     <path d="M96 322h320l-52 74H148z" fill="#e9b872"/><path d="M268 110v188H150z" fill="#f6f1e4"/>
     <path d="M286 150v148h88z" fill="#cfe3dc"/>
     <path d="M60 428q48-34 98 0t98 0 98 0 98 0" fill="none" stroke="#7fc0b4" stroke-width="18"/>`,
  );
}

const boat = `<path d="M470 690h640l-96 130H560z" fill="#a7432f"/>
  <path d="M470 690h640l-14 20H484z" fill="#f4e6cf"/><path d="M772 200h14v490h-14z" fill="#5b4636"/>
  <path d="M760 230v430H560z" fill="#fbf6ea"/><path d="M800 280v380h190z" fill="#efe2c8"/>`;

/** The harbour on the morning of the launch. */
export function drawLaunch(): Promise<Buffer> {
  return photograph(
    `${sky('#8fc1d9', '#f7dfb8')}<circle cx="1260" cy="330" r="70" fill="#fff1c9"/>
     <path d="M0 560l220-120 190 90 240-150 260 170 300-140 390 160v160H0z" fill="#6f93a0"/>
     <path d="M0 640l300-70 300 60 420-90 580 100v130H0z" fill="#44707c"/>
     ${sea('#2f7f91', '#16505f')}${boat}
     <path d="M470 842h640" stroke="#0d3c47" stroke-width="10" opacity=".4"/>`,
  );
}

/** The same evening. */
export function drawEvening(): Promise<Buffer> {
  return photograph(
    `${sky('#2c2a4a', '#e58a5c')}<circle cx="360" cy="600" r="110" fill="#ffd7a0"/>
     <path d="M0 640l380-80 360 60 420-70 440 80v120H0z" fill="#2a2f4d"/>
     ${sea('#7a4a5c', '#201f3d')}<g transform="translate(180 90) scale(.86)">${boat}</g>
     <path d="M300 760h120M280 800h160M310 850h100" stroke="#ffd7a0" stroke-width="10" opacity=".7"/>`,
  );
}

/** Oak in the racks. */
export function drawPlanks(): Promise<Buffer> {
  const woods = ['#c99458', '#b98045', '#d6a56b', '#a97138', '#c58c50', '#dcb07a'];
  const planks = Array.from({ length: 12 }, (_, index) => {
    const top = index * 100;
    const grain = [24, 48, 70]
      .map(
        (down, line) =>
          `<path d="M0 ${String(top + down)}q400 ${String(line % 2 === 0 ? 16 : -14)} 800 0t800 0" fill="none" stroke="#6b451f" stroke-opacity=".35" stroke-width="4"/>`,
      )
      .join('');
    const colour = woods[index % woods.length] ?? '#c99458';
    return `<rect y="${String(top)}" width="1600" height="94" fill="${colour}"/>${grain}`;
  });
  return photograph(`<rect width="1600" height="1200" fill="#3a2514"/>${planks.join('')}`);
}

/** A sheet with the rudder's measures. */
export function drawRudderSheet(): Promise<Buffer> {
  return drawn(
    1400,
    1000,
    `<rect width="1400" height="1000" fill="#fbfaf5"/>
     <g fill="none" stroke="#dfe6e4">${grid()}</g>
     <g fill="none" stroke="#1e4f63" stroke-width="6"><path d="M520 160h130l60 560q-90 90-230 60z"/>
     <path d="M650 190h420M540 160v-60h90v60M470 420h-90M490 560h-90"/></g>
     <g stroke="#b4532a" stroke-width="3"><path d="M820 160v640M800 160h40M800 800h40"/></g>
     <g font-family="DejaVu Sans, sans-serif" font-size="30" fill="#1e4f63"><text x="850" y="490">412</text>
     <text x="800" y="172">1180</text><text x="120" y="900">Rudder, side view, 1:10 — all in mm</text></g>`,
  );
}

function sky(top: string, bottom: string): string {
  return `<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${top}"/>
    <stop offset="1" stop-color="${bottom}"/></linearGradient></defs><rect width="1600" height="720" fill="url(#sky)"/>`;
}

function sea(top: string, bottom: string): string {
  const waves = [770, 860, 960, 1070]
    .map(
      (y, index) =>
        `<path d="M${String(index * -90)} ${String(y)}q90-26 180 0t180 0 180 0 180 0 180 0 180 0 180 0 180 0 180 0 180 0 180 0" fill="none" stroke="#fff" stroke-opacity=".22" stroke-width="8"/>`,
    )
    .join('');
  return `<defs><linearGradient id="sea" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${top}"/>
    <stop offset="1" stop-color="${bottom}"/></linearGradient></defs>
    <rect y="700" width="1600" height="500" fill="url(#sea)"/>${waves}`;
}

function grid(): string {
  const down = Array.from({ length: 27 }, (_, index) => `M${String((index + 1) * 50)} 0v1000`);
  const across = Array.from({ length: 19 }, (_, index) => `M0 ${String((index + 1) * 50)}h1400`);
  return `<path d="${[...down, ...across].join('')}"/>`;
}

function svg(width: number, height: number, content: string): Buffer {
  const size = `${String(width)} ${String(height)}`;
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size}" width="${String(width)}" height="${String(height)}">${content}</svg>`,
  );
}

function drawn(width: number, height: number, content: string): Promise<Buffer> {
  return sharp(svg(width, height, content))
    .png()
    .toBuffer();
}

function photograph(content: string): Promise<Buffer> {
  return sharp(svg(1600, 1200, content))
    .jpeg({ quality: 88 })
    .toBuffer();
}

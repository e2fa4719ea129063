import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { projectRoot } from '../project.mjs';

/** The one source of every icon. */
const source = path.join(projectRoot, 'resources/icon/future-talk.svg');

const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512];
const windowsSizes = [16, 24, 32, 48, 64, 128, 256];
/** How macOS calls a PNG of each size in an .icns file. */
const macTypes = new Map([
  [32, ['ic11']],
  [64, ['ic12']],
  [128, ['ic07']],
  [256, ['ic08', 'ic13']],
  [512, ['ic09', 'ic14']],
  [1024, ['ic10']],
]);

/**
 * @typedef {object} Icons
 * @property {string} linux a folder of PNGs
 * @property {string} windows an .ico file
 * @property {string} mac an .icns file
 */

/**
 * Draws the icons of all three systems.
 * @param {string} folder is emptied
 * @returns {Promise<Icons>} absolute paths
 */
export async function makeIcons(folder) {
  rmSync(folder, { recursive: true, force: true });
  const linux = path.join(folder, 'png');
  mkdirSync(linux, { recursive: true });
  const pictures = await drawAll([...linuxSizes, ...windowsSizes, ...macTypes.keys()]);
  for (const size of linuxSizes) {
    writeFileSync(path.join(linux, `${size}x${size}.png`), pictureOf(pictures, size));
  }
  const windows = path.join(folder, 'icon.ico');
  writeFileSync(windows, icoOf(windowsSizes.map((size) => [size, pictureOf(pictures, size)])));
  const mac = path.join(folder, 'icon.icns');
  writeFileSync(mac, icnsOf(pictures));
  return { linux, windows, mac };
}

/**
 * @param {number[]} sizes
 * @returns {Promise<Map<number, Buffer>>}
 */
async function drawAll(sizes) {
  const svg = readFileSync(source);
  const pictures = new Map();
  for (const size of new Set(sizes)) {
    // The drawing is 1024 wide at 72 dots an inch: drawn at its size, never scaled afterwards.
    const picture = sharp(svg, { density: (72 * size) / 1024 }).resize(size, size);
    pictures.set(size, await picture.png({ compressionLevel: 9 }).toBuffer());
  }
  return pictures;
}

/**
 * @param {Map<number, Buffer>} pictures
 * @param {number} size
 */
function pictureOf(pictures, size) {
  const picture = pictures.get(size);
  if (picture === undefined) throw new Error(`No icon of ${size} pixels was drawn`);
  return picture;
}

/** @param {[size: number, png: Buffer][]} pictures */
function icoOf(pictures) {
  const header = Buffer.alloc(6 + 16 * pictures.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length;
  for (const [index, [size, png]] of pictures.entries()) {
    const at = 6 + 16 * index;
    // 256 does not fit into its byte and is written as 0.
    header.writeUInt8(size % 256, at);
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(png.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([header, ...pictures.map(([, png]) => png)]);
}

/** @param {Map<number, Buffer>} pictures */
function icnsOf(pictures) {
  const chunks = [...macTypes].flatMap(([size, types]) =>
    types.map((type) => icnsChunk(type, pictureOf(pictures, size))),
  );
  return icnsChunk('icns', Buffer.concat(chunks));
}

/**
 * @param {string} type four letters
 * @param {Buffer} content
 */
function icnsChunk(type, content) {
  const header = Buffer.alloc(8);
  header.write(type, 'latin1');
  header.writeUInt32BE(8 + content.length, 4);
  return Buffer.concat([header, content]);
}

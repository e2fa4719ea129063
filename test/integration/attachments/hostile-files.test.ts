import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import { newPeople } from '../../support/people.ts';
import type { TestPerson } from '../../support/rest.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';
import { fetchBytes, upload } from './support/files.ts';
import { photograph, pixelFlood } from './support/pictures.ts';

let server: TestServer;
let alice: TestPerson;

beforeAll(async () => {
  server = await startServer();
  [alice] = await newPeople(server.url, 'alice');
});

afterAll(() => stopServer(server));

const harmless = { attachment_type: 'document', mime_type: 'application/octet-stream' };

async function expectHarmless(bytes: Buffer, filename: string, type: object): Promise<void> {
  const info = await upload(server.url, alice, bytes, { filename, filetype: 'image/png' });
  expect(info).toMatchObject(type);
  expect(info).not.toHaveProperty('thumbnail_url');
  const answer = await fetch(`${server.url}${info.download_url ?? ''}`);
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment;/);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('content-type')).not.toMatch(/html|svg|xml|script/);
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
}

/** A ZIP archive whose one entry becomes a thousand times as large. */
function zipBomb(): Buffer {
  const unpackedBytes = 50_000_000;
  const packed = deflateRawSync(Buffer.alloc(unpackedBytes));
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50);
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(packed.length, 18);
  head.writeUInt32LE(unpackedBytes, 22);
  head.writeUInt16LE(1, 26);
  return Buffer.concat([head, Buffer.from('a'), packed]);
}

describe('a hostile file', () => {
  it('of few bytes and 30,000 by 30,000 pixels is never unfolded', async () => {
    const before = process.memoryUsage.rss();
    const flood = pixelFlood(30_000);
    expect(flood.length).toBeLessThan(200_000);
    await expectHarmless(flood, 'flood.png', { attachment_type: 'document' });
    expect(process.memoryUsage.rss() - before).toBeLessThan(300_000_000);
  });

  it('that is a ZIP bomb is never unpacked', async () => {
    const before = process.memoryUsage.rss();
    await expectHarmless(zipBomb(), 'bomb.zip', { attachment_type: 'document' });
    expect(process.memoryUsage.rss() - before).toBeLessThan(200_000_000);
  });

  it.each([
    ['HTML as .png', '<!doctype html><script>alert(1)</script>', 'kitten.png'],
    ['SVG with a script', '<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', 'a.svg'],
    ['XML', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', 'a.png'],
    ['a script', '#!/bin/sh\nrm -rf /', 'photo.jpg'],
  ])('that is %s is bytes and nothing more', async (_, text, filename) => {
    await expectHarmless(Buffer.from(text), filename, { ...harmless, file_name: filename });
  });

  it('that is a picture and a page at once is served as the picture that it is', async () => {
    const page = Buffer.from('<script>alert(1)</script>');
    const bytes = Buffer.concat([await photograph('png'), page]);
    const info = await upload(server.url, alice, bytes, { filename: 'page.html' });
    expect(info).toMatchObject({ mime_type: 'image/png', attachment_type: 'image' });
    const answer = await fetch(`${server.url}${info.download_url ?? ''}`);
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment;/);
    const thumbnail = await fetchBytes(server.url, info.thumbnail_url);
    expect(thumbnail.includes('script')).toBe(false);
  });

  it('that breaks off is kept, and shown as far as it goes', async () => {
    const whole = await photograph('jpeg');
    const info = await upload(server.url, alice, whole.subarray(0, whole.length / 2));
    expect(info).toMatchObject({ mime_type: 'image/jpeg' });
    expect((await fetchBytes(server.url, info.download_url)).length).toBe(info.file_size);
    const head = await upload(server.url, alice, whole.subarray(0, 30));
    expect(head).toMatchObject({ attachment_type: 'document' });
  });

  it('that pretends to be a film is a document', async () => {
    const box = Buffer.from('00000018667479706d703432000000006d70343269736f6d', 'hex');
    const huge = Buffer.from('7fffffff6d6f6f76', 'hex');
    const info = await upload(server.url, alice, Buffer.concat([box, huge, Buffer.alloc(100)]));
    expect(info).toMatchObject({ attachment_type: 'document' });
  });
});

const nameMax = 200;

describe('a hostile name', () => {
  it.each<[string, string]>([
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\windows\\system32\\evil.exe', 'evil.exe'],
    ['/absolute/path.txt', 'path.txt'],
    ['..', 'file'],
    ['', 'file'],
    ['photo\u202egpj.exe', 'photogpj.exe'],
    ['a\u2066b\u2069c\u200f.txt', 'abc.txt'],
    ['new\r\nline\u0000.txt', 'newline.txt'],
    ['zero\u200bwidth\ufeff.txt', 'zerowidth.txt'],
    ['e\u0301te\u0301.txt', 'été.txt'],
    [`${'n'.repeat(300)}.pdf`, `${'n'.repeat(nameMax - 4)}.pdf`],
    ['😀'.repeat(300), '😀'.repeat(nameMax)],
    [`a.${'x'.repeat(300)}`, `a.${'x'.repeat(nameMax - 2)}`],
  ])('%j is shown as %j', async (filename, shown) => {
    const info: AttachmentInfo = await upload(server.url, alice, Buffer.from('hi'), { filename });
    expect(info.file_name).toBe(shown);
  });
});

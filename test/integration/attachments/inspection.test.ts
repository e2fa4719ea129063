import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPeople } from '../../support/people.ts';
import type { TestPerson } from '../../support/rest.ts';
import { startServer, stopServer } from '../../support/test-server.ts';
import type { TestServer } from '../../support/test-server.ts';
import { beginUpload, fetchBytes, request, sendBytes, tus, upload } from './support/files.ts';
import { photograph } from './support/pictures.ts';
import { soundRecording } from './support/sounds.ts';

let server: TestServer;
let alice: TestPerson;

beforeAll(async () => {
  server = await startServer();
  [alice] = await newPeople(server.url, 'alice');
});

afterAll(() => stopServer(server));

describe('a picture', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('as %s: size, type, thumbnail', async (format) => {
    const info = await upload(server.url, alice, await photograph(format), { filename: 'x.doc' });
    expect(info).toMatchObject({
      mime_type: `image/${format}`,
      attachment_type: 'image',
      dimensions: { width: 800, height: 600 },
    });
    const answer = await fetch(`${server.url}${info.thumbnail_url ?? ''}`);
    expect(answer.headers.get('content-type')).toBe('image/webp');
    const thumbnail = await sharp(Buffer.from(await answer.arrayBuffer())).metadata();
    expect(thumbnail).toMatchObject({ format: 'webp', width: 480, height: 360 });
    expect(thumbnail.exif).toBeUndefined();
  });

  it('that lies on its side is described as it is shown', async () => {
    const info = await upload(server.url, alice, await photograph('jpeg', { orientation: 6 }));
    expect(info.dimensions).toEqual({ width: 600, height: 800 });
    const thumbnail = await sharp(await fetchBytes(server.url, info.thumbnail_url)).metadata();
    expect(thumbnail).toMatchObject({ width: 360, height: 480 });
  });

  it.each([
    ['jpeg', 1],
    ['jpeg', 6],
    ['png', 1],
    ['webp', 1],
    ['webp', 6],
  ] as const)('as %s, turned by %i, loses its place where that is asked for', async (...of) => {
    const [format, orientation] = of;
    const original = await photograph(format, { orientation });
    expect(original.includes('SecretCameraMaker')).toBe(true);
    const kept = await upload(server.url, alice, original);
    expect((await fetchBytes(server.url, kept.download_url)).equals(original)).toBe(true);

    const info = await upload(server.url, alice, original, { remove_location: 'true' });
    const bytes = await fetchBytes(server.url, info.download_url);
    expect(info.file_size).toBe(bytes.length);
    expect(info.dimensions).toEqual(kept.dimensions);
    expect(bytes.includes('SecretCameraMaker')).toBe(false);
    expect(bytes.includes('GPS')).toBe(false);
    const shown = await sharp(bytes).autoOrient().toBuffer({ resolveWithObject: true });
    expect({ width: shown.info.width, height: shown.info.height }).toEqual(info.dimensions);
  });

  it('from which the place cannot be taken is refused, and nothing of it is kept', async () => {
    const heic = Buffer.from('000000186674797068656963000000006865696368656978', 'hex');
    const bytes = Buffer.concat([heic, Buffer.alloc(500)]);
    const id = await beginUpload(server.url, alice, bytes.length, { remove_location: 'true' });
    const answer = await sendBytes(server.url, alice, id, 0, bytes);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ error_code: 'ATTACHMENT_REFUSED', errors: [] });
    const after = await request(server.url, alice, 'HEAD', `/uploads/${id}`, { headers: tus });
    expect(after.status).toBe(404);
    expect(readdirSync(join(server.dataFolder, 'attachments'))).not.toContain(id);
  });
});

describe('a recording', () => {
  it('has the length that its bytes tell', async () => {
    const info = await upload(server.url, alice, soundRecording(3), { duration_seconds: '99' });
    expect(info).toMatchObject({ attachment_type: 'audio' });
    expect(info.mime_type).toMatch(/^audio\//);
    expect(info.duration_seconds).toBeCloseTo(3, 1);
  });

  it('as a voice note keeps the waveform that came with it', async () => {
    const waveform = JSON.stringify([0, 50, 100]);
    const info = await upload(server.url, alice, soundRecording(1), {
      kind: 'voice_note',
      waveform,
    });
    expect(info).toMatchObject({ attachment_type: 'voice_note', waveform: [0, 50, 100] });
  });

  it('as a voice note is refused where there is no sound', async () => {
    const bytes = await photograph('png');
    const id = await beginUpload(server.url, alice, bytes.length, { kind: 'voice_note' });
    expect((await sendBytes(server.url, alice, id, 0, bytes)).status).toBe(422);
  });

  it.each(['[101]', '[1.5]', 'x', JSON.stringify(new Array(65).fill(1))])(
    'with the waveform %s is refused before it begins',
    async (waveform) => {
      await expect(beginUpload(server.url, alice, 10, { waveform })).rejects.toThrow(
        'MALFORMED_REQUEST',
      );
    },
  );
});

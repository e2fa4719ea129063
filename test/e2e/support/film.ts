import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  Output,
  WebMOutputFormat,
} from 'mediabunny';
import type { Desktop } from './desktop.ts';

const framesPerSecond = 10;

interface Film {
  width: number;
  height: number;
  seconds: number;
}

/** A WebM film as editors write them: with its length, and an index by which it is sought through. */
export async function filmOf(desktop: Desktop, { width, height, seconds }: Film): Promise<Buffer> {
  const format = { width, height, frames: seconds * framesPerSecond, framesPerSecond };
  const packets = await desktop.page.evaluate(encodeInPage, format);
  const output = new Output({ format: new WebMOutputFormat(), target: new BufferTarget() });
  const source = new EncodedVideoPacketSource('vp8');
  output.addVideoTrack(source, { frameRate: framesPerSecond });
  await output.start();
  const decoderConfig = { codec: 'vp8', codedWidth: width, codedHeight: height };
  for (const [index, { type, data }] of packets.entries()) {
    const bytes = Buffer.from(data, 'base64');
    const at = index / framesPerSecond;
    const packet = new EncodedPacket(bytes, type, at, 1 / framesPerSecond);
    await source.add(packet, { decoderConfig });
  }
  await output.finalize();
  return Buffer.from(output.target.buffer ?? new ArrayBuffer(0));
}

/** Runs in the page, which has the encoder. */
async function encodeInPage(film: {
  width: number;
  height: number;
  frames: number;
  framesPerSecond: number;
}): Promise<{ type: 'key' | 'delta'; data: string }[]> {
  const canvas = new OffscreenCanvas(film.width, film.height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas');
  const packets: { type: 'key' | 'delta'; data: string }[] = [];
  const encoder = new VideoEncoder({
    output: (chunk) => {
      const bytes = new Uint8Array(chunk.byteLength);
      chunk.copyTo(bytes);
      packets.push({ type: chunk.type, data: btoa(String.fromCharCode(...bytes)) });
    },
    error: (error) => {
      throw error;
    },
  });
  encoder.configure({ codec: 'vp8', width: film.width, height: film.height, bitrate: 400_000 });
  for (let index = 0; index < film.frames; index += 1) {
    context.fillStyle = `hsl(${String(index * 12)} 60% 50%)`;
    context.fillRect(0, 0, film.width, film.height);
    const frame = new VideoFrame(canvas, { timestamp: (index * 1_000_000) / film.framesPerSecond });
    encoder.encode(frame, { keyFrame: index % film.framesPerSecond === 0 });
    frame.close();
  }
  await encoder.flush();
  encoder.close();
  return packets;
}

const samplesPerSecond = 8_000;

/** A WAV file with so many seconds of a low tone. */
export function soundRecording(seconds: number): Buffer {
  const samples = Buffer.alloc(samplesPerSecond * seconds);
  for (let index = 0; index < samples.length; index += 1) {
    samples[index] = 128 + Math.round(100 * Math.sin(index / 10));
  }
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(samplesPerSecond, 24);
  head.writeUInt32LE(samplesPerSecond, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}

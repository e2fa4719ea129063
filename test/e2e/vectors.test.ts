import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { build } from 'esbuild';
import { Desktop } from './support/desktop.ts';

const root = path.resolve(import.meta.dirname, '../..');

const program = `
  import { nodePrimitives } from './protocol/noise/node-primitives.ts';
  import { portablePrimitives } from './protocol/noise/portable-primitives.ts';
  import noise from './test/vectors/noise-xx-25519-aesgcm-sha256.json';
  import x25519 from './test/vectors/wycheproof-x25519.json';
  import { runVectors } from './test/vectors/run-vectors.ts';
  export const counts = [nodePrimitives, portablePrimitives].map((primitives) =>
    runVectors(primitives, { noise, x25519 }),
  );
`;

test('the published vectors are met inside Electron, whose cryptography is another library', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'future-talk-vectors-'));
  const desktop = new Desktop('vera');
  try {
    const bundle = await build({
      stdin: { contents: program, resolveDir: root, loader: 'ts' },
      bundle: true,
      write: false,
      platform: 'node',
      format: 'cjs',
    });
    const file = path.join(folder, 'vectors.cjs');
    writeFileSync(file, bundle.outputFiles[0]?.text ?? '');
    await desktop.launch();
    const { counts, library } = await desktop.app.evaluate((_electron, bundled) => {
      const { createRequire } = process.getBuiltinModule('node:module');
      const loaded = createRequire(bundled)(bundled) as { counts: number[] };
      return { counts: loaded.counts, library: process.versions.openssl ?? '' };
    }, file);
    // BoringSSL passes itself off as an old OpenSSL.
    expect(library).not.toBe(process.versions.openssl);
    expect(counts).toEqual([519, 519]);
  } finally {
    await desktop.remove();
    rmSync(folder, { recursive: true, force: true });
  }
});

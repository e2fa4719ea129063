import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';

const keyModule = path.resolve(import.meta.dirname, '../../protocol/noise/node-agreement-key.ts');
const count = 30_000;
/** It takes some seconds, or for ever. */
const maxMs = 100_000;

const program = `
  import { NodeAgreementKey } from ${JSON.stringify(keyModule)};
  for (let made = 0; made < ${String(count)}; made += 1) {
    NodeAgreementKey.generate();
    // Collections begin anywhere in the making, not always at the same place.
    globalThis.garbage = Array.from({ length: Math.random() * 200 });
  }
`;

/**
 * A server stood still for good after some ten thousand handshakes: a garbage collection in the
 * export of a key waited for that export. A small heap for what is new makes collections frequent.
 */
it(
  'makes one key pair after the other while the garbage is collected',
  () => {
    const small = ['--min-semi-space-size=1', '--max-semi-space-size=1'];
    const options = [...small, '--import', 'tsx', '--input-type=module', '--eval', program];
    const { status, stderr } = spawnSync(process.execPath, options, {
      timeout: maxMs,
      killSignal: 'SIGKILL',
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  },
  2 * maxMs,
);

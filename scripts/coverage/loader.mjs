import { fileURLToPath } from 'node:url';
import { instrumented, isCounted } from './instrument.mjs';

/** @type {import('node:module').LoadHook} */
export async function load(url, context, nextLoad) {
  if (!url.startsWith('file:') || !isCounted(fileURLToPath(url))) return nextLoad(url, context);
  return { format: 'module', source: instrumented(fileURLToPath(url)), shortCircuit: true };
}

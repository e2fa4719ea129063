import { instrumented, isCounted } from './instrument.mjs';

/** @returns {import('esbuild').Plugin} */
export function countingBuild() {
  return {
    name: 'count-branches',
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, ({ path }) =>
        isCounted(path) ? { contents: instrumented(path), loader: 'ts' } : undefined,
      );
    },
  };
}

/** @returns {import('vite').Plugin} */
export function countingTests() {
  return {
    name: 'count-branches',
    enforce: 'pre',
    transform: (_, id) =>
      isCounted(id) ? { code: instrumented(id), map: { mappings: '' } } : undefined,
  };
}

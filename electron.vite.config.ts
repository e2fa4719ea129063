import { svelte } from '@sveltejs/vite-plugin-svelte';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'electron-vite';
import svelteConfig from './svelte.config.js';

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      sourcemap: true,
      // Read as one file instead of some hundred. What is left out is native, or CommonJS that looks
      // for more of itself as it runs.
      externalizeDeps: {
        exclude: [
          'zod',
          'uuid',
          '@noble/ciphers',
          '@noble/hashes',
          '@scure/bip39',
          'electron-log',
          'ws',
          'multicast-dns',
          '@jellybrick/dbus-next',
        ],
      },
      rolldownOptions: { input: 'src/main/index.ts' },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload can require nothing but Electron: everything else goes into the one file.
      externalizeDeps: false,
      rolldownOptions: {
        input: 'src/preload/index.ts',
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    // Named, because it would be looked for under `root`.
    plugins: [svelte({ configFile: false, ...svelteConfig }), tailwindcss()],
    build: {
      outDir: 'out/renderer',
      target: 'chrome148',
      // electron-vite leaves it out by itself, and the window's first load would be too large.
      minify: true,
      // The polyfill is an inline script, which the content security policy refuses.
      modulePreload: { polyfill: false },
      // Nor may small files become data: URLs, which the policy does not list.
      assetsInlineLimit: 0,
      // What the first screen needs is one file: each that is asked for takes its time.
      rolldownOptions: {
        output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } },
      },
    },
  },
});

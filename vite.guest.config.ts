import { builtinModules } from 'node:module';
import path from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';
import packageJson from './package.json' with { type: 'json' };
import svelteConfig from './svelte.config.js';

/** Vite would put something empty in their place, which fails only in the page. */
function nothingOfNode(): Plugin {
  const notInPages = new Set([...builtinModules, 'electron', 'ws']);
  return {
    name: 'nothing-of-node',
    enforce: 'pre',
    resolveId(name, importer) {
      const isOurs = importer?.includes('node_modules') === false;
      if (isOurs && notInPages.has(name.replace(/^node:/, ''))) {
        this.error(`${importer} imports ${name}, which is not there in a page`);
      }
      return null;
    },
  };
}

/** The page for guests, which the server serves: the renderer, and what main does for it (src/guest). */
export default defineConfig({
  root: 'src/guest',
  plugins: [nothingOfNode(), svelte({ configFile: false, ...svelteConfig }), tailwindcss()],
  define: { 'import.meta.env.VITE_VERSION': JSON.stringify(packageJson.version) },
  build: {
    outDir: path.resolve(import.meta.dirname, 'out/guest'),
    emptyOutDir: true,
    target: ['chrome119', 'firefox128', 'safari17.4'],
    // The page's policy takes neither inline scripts nor, for scripts and fonts, data: addresses.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // How long its plugins took is nobody's concern who wants to run the server.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});

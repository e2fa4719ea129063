/** What screens say, they say by this. The texts stand in src/messages. */
export { isolated, perLanguage, say, t } from './spoken.svelte.ts';

/** What screens say, they say by this. The texts stand in src/messages. */
export { direction, isolated, perLanguage, say, t } from './spoken.svelte.ts';

import { mount } from 'svelte';
import { askOpening, call, on } from '../lib/bridge.ts';
import { speak } from '../lib/messages/spoken.svelte.ts';
import { reportError } from '../lib/report-error.ts';
import { loadTheRest } from '../lib/loaded-later.svelte.ts';
import App from './App.svelte';
import './app.css';

window.addEventListener('unhandledrejection', (event) => reportError(event.reason));
window.addEventListener('error', (event) => reportError(event.error));

const target = document.getElementById('app');
if (!target) throw new Error('The page has no place for the app');
on('languageChanged', ({ language }) => {
  speak(language).catch(reportError);
});

const opening = await askOpening();
// The first screen is in the person's language; should that fail, in English.
try {
  await speak((opening?.language ?? (await call('getLanguage'))).language);
} catch (error) {
  reportError(error);
}
mount(App, { target, props: { opening } });
// A browser has each fetched when it is needed: there they come over the network.
if (opening !== null) loadTheRest();

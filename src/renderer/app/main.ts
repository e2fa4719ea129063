import { mount } from 'svelte';
import { call, on } from '../lib/bridge.ts';
import { speak } from '../lib/messages/spoken.svelte.ts';
import { reportError } from '../lib/report-error.ts';
import App from './App.svelte';
import './app.css';

window.addEventListener('unhandledrejection', (event) => reportError(event.reason));
window.addEventListener('error', (event) => reportError(event.error));

const target = document.getElementById('app');
if (!target) throw new Error('The page has no place for the app');
on('languageChanged', ({ language }) => {
  speak(language).catch(reportError);
});

// The first screen is in the person's language; should that fail, in English.
try {
  await speak((await call('getLanguage')).language);
} catch (error) {
  reportError(error);
}
mount(App, { target });

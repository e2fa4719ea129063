import { mount } from 'svelte';
import { reportError } from '../lib/report-error.ts';
import App from './App.svelte';
import './app.css';

window.addEventListener('unhandledrejection', (event) => reportError(event.reason));
window.addEventListener('error', (event) => reportError(event.error));

const target = document.getElementById('app');
if (!target) throw new Error('The page has no place for the app');
mount(App, { target });

// Loaded before the app, by Electron's `--require`. Playwright holds an app back until it is
// connected only where it finds Electron by itself; connecting to a window while it navigates
// sometimes never ends.
const { app } = require('electron');

const trulyReady = app.whenReady();
let release;
const held = new Promise((resolve) => {
  release = resolve;
});
app.whenReady = () => held;

// Playwright calls this function by its name once it is connected.
globalThis.__playwright_run = async () => {
  await trulyReady;
  release();
};

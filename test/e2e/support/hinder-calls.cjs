// Loaded before the app, by Electron's `--require`: calls of the page can be held back or made to
// fail, as on a slow or broken computer, so that what the page shows meanwhile can be looked at.
const { ipcMain } = require('electron');

/** By the call's name: `hold` or `fail`. */
const hindrances = new Map();
globalThis.__hindrances = hindrances;

const failure = { code: 'INTERNAL_ERROR', detail: 'hindered by a test', retryable: true };
const handle = ipcMain.handle.bind(ipcMain);
ipcMain.handle = (channel, listener) => {
  handle(channel, (event, name, ...rest) => {
    const hindrance = hindrances.get(name);
    if (hindrance === 'hold') return new Promise(() => {});
    if (hindrance === 'fail') return { ok: false, error: failure };
    return listener(event, name, ...rest);
  });
};

// What the app is measured against: the least that Electron can be with a window.
const path = require('node:path');
const { app, BrowserWindow } = require('electron');

void app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 1100,
    height: 760,
    webPreferences: { sandbox: true, contextIsolation: true },
  });
  return window.loadFile(path.join(__dirname, 'index.html'));
});

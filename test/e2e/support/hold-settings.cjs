// Loaded before the app, by Electron's `--require`: the settings cannot be read until the app is about
// to end, so that all of it that needs them is still to begin when it is quit.
const fs = require('node:fs/promises');
const { syncBuiltinESMExports } = require('node:module');
const { app } = require('electron');

const isEnding = new Promise((resolve) => {
  app.once('will-quit', resolve);
});
const { readFile } = fs;
fs.readFile = async (file, ...rest) => {
  if (String(file).endsWith('settings.json')) await isEnding;
  return readFile(file, ...rest);
};
syncBuiltinESMExports();

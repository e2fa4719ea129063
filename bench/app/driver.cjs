// Loaded before the app and before the empty window alike, by Electron's `--require`: tells the
// benchmark when something stands on the screen, and runs scripts for it.
const { app } = require('electron');
const scripts = require('./page-scripts.cjs');

let page;

function runInPage(name, argument) {
  return page.executeJavaScript(`(${scripts[name]})(${JSON.stringify(argument)})`, true);
}

/** In one script: main may be too busy to send a second one. */
function clickOncePainted(selector, answer) {
  const painted = (what) => `await (${scripts.whenPainted})(${JSON.stringify({ selector: what })})`;
  const click = `document.querySelector(${JSON.stringify(selector)}).click()`;
  return `(async () => { ${painted(selector)}; ${click}; return ${painted(answer)}; })()`;
}

app.on('browser-window-created', (_event, window) => {
  if (page !== undefined) return;
  page = window.webContents;
  const shown = new Promise((resolve) => {
    if (window.isVisible()) resolve(Date.now());
    else window.once('show', () => resolve(Date.now()));
  });
  page.once('dom-ready', async () => {
    const selector = process.env.FUTURE_TALK_BENCH_SELECTOR;
    const answer = process.env.FUTURE_TALK_BENCH_ANSWER;
    const paintedAt = await (answer === undefined
      ? runInPage('whenPainted', { selector })
      : page.executeJavaScript(clickOncePainted(selector, answer), true));
    process.send({ usableAt: Math.max(paintedAt, await shown) });
  });
});

const tasks = {
  page: runInPage,
  collect: async () => {
    // Twice: what the first sets free may hold more.
    for (let round = 0; round < 2; round += 1) {
      globalThis.gc();
      await page.executeJavaScript('gc()');
    }
  },
  quit: () => app.quit(),
};

process.on('message', async ({ id, task, name, argument }) => {
  try {
    process.send({ id, value: await tasks[task](name, argument) });
  } catch (error) {
    process.send({ id, failure: String(error) });
  }
});

// Functions that run in the page. Each is sent there as its own text, so none sees anything outside
// itself but the page.

/** Answers when the element was first painted, in milliseconds since 1970. */
async function whenPainted({ selector, text = '' }) {
  const isThere = () =>
    [...document.querySelectorAll(selector)].some((element) => element.textContent.includes(text));
  if (!isThere()) {
    await new Promise((resolve) => {
      // Looking through the whole page at each change would be a good part of what is measured.
      const tellsOfIt = ({ target, type, addedNodes }) =>
        (type === 'characterData' ? [target] : [...addedNodes]).some((node) =>
          node.textContent.includes(text),
        );
      const observer = new MutationObserver((changes) => {
        if (!changes.some(tellsOfIt) || !isThere()) return;
        observer.disconnect();
        resolve();
      });
      observer.observe(document, { childList: true, subtree: true, characterData: true });
    });
  }
  await new Promise((resolve) => requestAnimationFrame(resolve));
  // The next task comes after the frame.
  await new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    port2.postMessage(null);
  });
  return Date.now();
}

/** Joins, signs in, and looks at each conversation as far back as the cache is to know it. */
async function begin({ address, username, password, messagesEach }) {
  const call = async (name, argument) => {
    const answer = await window.futureTalk.call(name, argument);
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer)}`);
    return answer.value;
  };
  const { question } = await call('joinServer', { address });
  await call('joinServer', { address, public_key: question.publicKey, is_compared: true });
  await call('signIn', { username, password });
  for (const { id } of await call('listConversations', { archived: false })) {
    let oldest;
    for (let left = messagesEach; left > 0; left -= 100) {
      const page = { limit: Math.min(left, 100), before_message_id: oldest };
      oldest = (await call('listMessages', { conversation_id: id, ...page })).at(-1)?.id;
      if (oldest === undefined) break;
    }
  }
}

function click({ selector, text = '' }) {
  const elements = [...document.querySelectorAll(selector)];
  const found = elements.find((element) => element.textContent.includes(text));
  if (found === undefined) throw new Error(`nothing matches ${selector} with ${text}`);
  found.click();
}

/** Types into the composer and presses Enter; answers when, in milliseconds since 1970. */
function send({ text }) {
  const input = document.querySelector('[data-testid=composer-input]');
  input.focus();
  document.execCommand('insertText', false, text);
  const pressedAt = Date.now();
  input.dispatchEvent(
    new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }),
  );
  return pressedAt;
}

/** What the page has loaded until now, as addresses. */
function loadedScripts() {
  const entries = performance.getEntriesByType('resource').map(({ name }) => name);
  return entries.filter((name) => new URL(name).pathname.endsWith('.js'));
}

/**
 * Scrolls a number of pixels in each frame, upwards from the end, as a finger does; where nothing is
 * there to be scrolled, an empty box is made for it. Answers the times between frames, in
 * milliseconds, and how many frames had no row where one belongs, or nowhere left to scroll to.
 */
async function scrollUp({ selector, rowSelector, pixels, frames }) {
  let scroller = document.querySelector(selector)?.parentElement;
  if (!scroller) {
    document.body.innerHTML =
      '<div style="position:fixed;inset:0;overflow-y:auto"><div style="height:1e6px"></div></div>';
    scroller = document.body.firstElementChild;
  }
  scroller.scrollTop = scroller.scrollHeight;
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const isBlank = () => {
    const rows = scroller.querySelectorAll(rowSelector);
    return rows.length > 0 && rows[0].getBoundingClientRect().top > scroller.clientHeight / 2;
  };
  const intervalsMs = [];
  let blankFrames = 0;
  let last = await frame();
  for (let count = 0; count < frames; count += 1) {
    const isAtEnd = scroller.scrollTop < pixels;
    scroller.scrollTop -= pixels;
    const now = await frame();
    intervalsMs.push(now - last);
    last = now;
    if (isAtEnd || isBlank()) blankFrames += 1;
  }
  return { intervalsMs, blankFrames };
}

module.exports = { whenPainted, begin, click, send, loadedScripts, scrollUp };

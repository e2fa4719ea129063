import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';

const endpointLine = /^DevTools listening on (ws:\S+)/;

interface Answer {
  result?: { result?: { value?: unknown } };
}

interface Target {
  type: string;
  webSocketDebuggerUrl: string;
}

/**
 * Chromium's DevTools protocol, a question at a time. Playwright's own way to a program that it has not
 * started waits for ever now and then, where the window is on its way to its page.
 */
export class PlainDevtools {
  readonly browserUrl: string;

  constructor(browserUrl: string) {
    this.browserUrl = browserUrl;
  }

  /** Of a program that was started with a port for it, once it listens there; rejects when it ends before. */
  static of(child: ChildProcess): Promise<PlainDevtools> {
    const said: string[] = [];
    return new Promise((resolve, reject) => {
      if (child.stderr === null) throw new Error('what it says goes elsewhere');
      createInterface({ input: child.stderr }).on('line', (line) => {
        said.push(line);
        const [, endpoint] = endpointLine.exec(line) ?? [];
        if (endpoint !== undefined) resolve(new PlainDevtools(endpoint));
      });
      child.once('exit', (code, signal) => {
        reject(new Error(`It ended (${String(code ?? signal)}):\n${said.join('\n')}`));
      });
    });
  }

  /** What an expression comes to in the window's page; undefined while there is none. */
  async inPage(expression: string): Promise<unknown> {
    const list = new URL('/json/list', this.browserUrl.replace(/^ws/, 'http'));
    const targets = (await (await fetch(list)).json()) as Target[];
    const page = targets.find(({ type }) => type === 'page');
    if (page === undefined) return undefined;
    const answer = await ask(page.webSocketDebuggerUrl, 'Runtime.evaluate', { expression });
    return answer.result?.result?.value;
  }

  /** The program ends as if the person had quit it. */
  async quit(): Promise<void> {
    await ask(this.browserUrl, 'Browser.close');
  }
}

/** Answers nothing where whoever was asked goes before it answers. */
async function ask(url: string, method: string, params: object = {}): Promise<Answer> {
  const socket = new WebSocket(url);
  await once(socket, 'open');
  const answered = new Promise<Answer>((resolve) => {
    socket.once('message', (data: Buffer) => {
      resolve(JSON.parse(data.toString()) as Answer);
    });
    socket.once('close', () => {
      resolve({});
    });
  });
  socket.send(JSON.stringify({ id: 1, method, params }));
  const answer = await answered;
  socket.close();
  return answer;
}

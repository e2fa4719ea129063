import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { CallFrame, Profile } from '../report/flame-graph.ts';

/** What V8 answers to `HeapProfiler.stopSampling`, as far as it is drawn. */
interface HeapNode {
  id: number;
  callFrame: CallFrame;
  /** Bytes that were allocated here and are still there. */
  selfSize: number;
  children: HeapNode[];
}

/** Bytes between two allocations that are noted, on average: a socket is a few hundred. */
const samplingInterval = 512;

type Params = Record<string, unknown>;

interface Told {
  id?: number;
  result?: unknown;
  method?: string;
  params?: { sessionId: string; message: string };
}

/** Asks a running program of Node's for the garbage of all its threads to be collected, and for what it holds. */
export class HeapInspector {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (result: unknown) => void>();
  /** Sessions of the program's threads beside the main one. */
  readonly #threads = new Set<string>();
  #asked = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      this.#hear(JSON.parse(data.toString()) as Told);
    });
  }

  /** @param address of the program's inspector, a WebSocket's */
  static async at(address: string): Promise<HeapInspector> {
    const socket = new WebSocket(address, { perMessageDeflate: false });
    await once(socket, 'open');
    const inspector = new HeapInspector(socket);
    await inspector.#ask('NodeWorker.enable', { waitForDebuggerOnStart: false });
    return inspector;
  }

  async collectGarbage(): Promise<void> {
    const collect = 'HeapProfiler.collectGarbage';
    await Promise.all([
      this.#ask(collect),
      ...[...this.#threads].map((thread) => this.#ask(collect, {}, thread)),
    ]);
  }

  async startSampling(): Promise<void> {
    await this.#ask('HeapProfiler.startSampling', { samplingInterval });
  }

  /** What the main thread has allocated since the start and still holds, in bytes, by where it did. */
  async stopSampling(): Promise<Profile> {
    const answer = await this.#ask('HeapProfiler.stopSampling');
    const profile: Profile = { nodes: [], samples: [], timeDeltas: [] };
    const take = ({ id, callFrame, selfSize, children }: HeapNode): void => {
      profile.nodes.push({ id, callFrame, children: children.map((child) => child.id) });
      profile.samples.push(id);
      profile.timeDeltas.push(selfSize);
      children.forEach(take);
    };
    take((answer as { profile: { head: HeapNode } }).profile.head);
    return profile;
  }

  close(): void {
    this.#socket.close();
  }

  #hear({ id, result, method, params }: Told): void {
    if (id !== undefined) {
      this.#waiting.get(id)?.(result);
      this.#waiting.delete(id);
    } else if (method === 'NodeWorker.attachedToWorker' && params !== undefined) {
      this.#threads.add(params.sessionId);
    } else if (method === 'NodeWorker.receivedMessageFromWorker' && params !== undefined) {
      this.#hear(JSON.parse(params.message) as Told);
    }
  }

  /** @param thread its session; the main one if none */
  #ask(method: string, params: Params = {}, thread?: string): Promise<unknown> {
    this.#asked += 1;
    const id = this.#asked;
    const answered = new Promise((resolve) => this.#waiting.set(id, resolve));
    const text = JSON.stringify({ id, method, params });
    if (thread === undefined) this.#socket.send(text);
    else void this.#ask('NodeWorker.sendMessageToWorker', { sessionId: thread, message: text });
    return answered;
  }
}

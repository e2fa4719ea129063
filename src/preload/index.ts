import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { callChannel, callNames, eventChannel, eventNames, openingChannel } from '#ipc/names.ts';

/** Asked at once: by the time that the page wants it, it is there. */
const opening = ipcRenderer.invoke(openingChannel) as Promise<unknown>;

type Listener = (event: never) => void;

const listeners = new Map<string, Set<Listener>>();

ipcRenderer.on(eventChannel, (_event, name: string, payload: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(payload as never);
});

function call(name: string, argument?: unknown): Promise<unknown> {
  if (!callNames.has(name)) return Promise.reject(new TypeError(`No call is named ${name}`));
  return ipcRenderer.invoke(callChannel, name, argument);
}

function on(name: string, listener: Listener): () => void {
  if (!eventNames.has(name)) throw new TypeError(`No event is named ${name}`);
  const subscribed = listeners.get(name) ?? new Set<Listener>();
  listeners.set(name, subscribed);
  subscribed.add(listener);
  return () => {
    subscribed.delete(listener);
  };
}

/**
 * Only a file that the person gave to the page has a path here, so the page cannot have others read
 * by naming them. Null for what is not on the disk, such as a pasted picture.
 */
function addFile(file: File): Promise<unknown> | null {
  const path = webUtils.getPathForFile(file);
  return path === '' ? null : ipcRenderer.invoke(callChannel, 'addFile', { path });
}

// Main checks every call again: what stands here only keeps honest mistakes short.
contextBridge.exposeInMainWorld('futureTalk', { call, on, addFile, opening: () => opening });

import module from 'node:module';
import path from 'node:path';
import { app } from 'electron';

/** Of the Node that Electron brings, which is newer than the one that our types are of. */
interface CompileCache {
  enableCompileCache: (folder: string) => unknown;
  flushCompileCache: () => void;
}

/** By then what a start runs has run, and with it been compiled. */
const startIsOverMs = 10_000;

app.setName('Future Talk');
// What V8 makes of the app's code is kept for the next start. This file imports nothing of ours: what
// comes before would be compiled each time.
const compiled = module as typeof module & CompileCache;
compiled.enableCompileCache(path.join(app.getPath('userData'), 'compiled'));
setTimeout(compiled.flushCompileCache, startIsOverMs).unref();
// Electron waits for it before the app is ready, as it must for what is to be said before.
await import('./run-app.ts');

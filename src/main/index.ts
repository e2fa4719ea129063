import module from 'node:module';
import path from 'node:path';
import { app } from 'electron';
import { begin } from './begin.ts';

/** Of the Node that Electron brings, which is newer than the one that our types are of. */
interface CompileCache {
  enableCompileCache: (folder: string) => unknown;
  flushCompileCache: () => void;
}

/** By then what a start runs has run, and with it been compiled. */
const startIsOverMs = 10_000;

app.setName('Future Talk');
// What V8 makes of the app's code is kept for the next start. What is imported here at once is
// compiled each time, and is little.
const compiled = module as typeof module & CompileCache;
compiled.enableCompileCache(path.join(app.getPath('userData'), 'compiled'));
setTimeout(compiled.flushCompileCache, startIsOverMs).unref();
begin();

import { register } from 'tsx/esm/api';

// A thread does not inherit the loader that runs TypeScript for tests and development.
register();
await import('./copy-thread.ts');

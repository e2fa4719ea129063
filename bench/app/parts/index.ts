import type { Part } from '../../report/part.ts';
import { firstLoad } from './first-load.ts';
import { historyStart } from './history-start.ts';
import { scroll } from './scroll.ts';
import { sends } from './sends.ts';
import { start } from './start.ts';
import { traffic } from './traffic.ts';

export const parts: readonly Part[] = [firstLoad, start, historyStart, scroll, sends, traffic];

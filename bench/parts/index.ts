import type { Part } from '../report/part.ts';
import { attachments } from './attachments.ts';
import { fanOut } from './fan-out.ts';
import { history } from './history.ts';
import { latency } from './latency.ts';
import { metrics } from './metrics.ts';
import { people, peopleSealed } from './people.ts';
import { reconnect } from './reconnect.ts';
import { search } from './search.ts';
import { sends } from './sends.ts';
import { sizes } from './sizes.ts';
import { sockets } from './sockets.ts';

export const parts: readonly Part[] = [
  sends,
  latency,
  fanOut,
  sockets,
  reconnect,
  history,
  search,
  attachments,
  people,
  peopleSealed,
  metrics,
  sizes,
];

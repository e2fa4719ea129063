import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeKeepers } from '../support/keepers.ts';
import type { Keeper } from '../support/keepers.ts';

/**
 * The "Best Practices" of the API's document, item by item, and the test that keeps each. Here it is
 * only made sure that those tests are there; they run with their own suites.
 */
const practices: Record<string, Record<string, Keeper>> = {
  'Connection management': {
    'reconnection with exponential backoff': [
      'unit/client/backoff.test.ts',
      'draws each pause from a range that doubles up to a bound',
    ],
    'heartbeat to detect connection issues early': [
      'unit/client/connection.test.ts',
      'asks for signs of life and gives up on a silent server',
    ],
    'connections are cleaned up': [
      'unit/client/connection.test.ts',
      'leaves nothing behind when it is ended, in any state',
    ],
    'the connection’s state is shown when offline': [
      'e2e/offline.test.ts',
      'without the server the app opens and reads; what is written goes out in order, once',
    ],
  },
  'Message handling': {
    'optimistic updates for sent messages': [
      'unit/renderer/timeline.test.ts',
      'a message keeps its entry from sending to sent',
    ],
    'messages are stored locally for offline viewing': [
      'unit/main/cache/cached-reads.test.ts',
      'messages are paged as the server would, as far as they were seen',
    ],
    // By the server's numbers, which say more than times do.
    'message ordering': [
      'unit/renderer/timeline.test.ts',
      'oldest first, whatever order they came in',
    ],
    'pagination of the history': [
      'integration/server/messages.test.ts',
      'can be walked back to its beginning without missing or repeating one',
    ],
  },
  'Real-time features': {
    'typing indicators are debounced': [
      'unit/renderer/typing.test.ts',
      'at most every two seconds while typing',
    ],
    'typing indicators expire': [
      'integration/server/typing.test.ts',
      'expires after three seconds, once',
    ],
    'messages are read when they are in view': [
      'e2e/reading.test.ts',
      'unread messages are counted, divided from the rest, and read as they are seen',
    ],
    'the status of a message is shown': [
      'unit/renderer/timeline.test.ts',
      'delivered and read when every other member has it',
    ],
  },
  Performance: {
    // What is shown is a window of pages, which moves; within it nothing is left out.
    'large lists show a part': [
      'unit/renderer/timeline.test.ts',
      'is reached with what stands around it, and leads back page by page',
    ],
    'details are loaded when they are needed': [
      'unit/renderer/conversations.test.ts',
      'an unknown conversation is fetched, once for a burst',
    ],
    'what is often needed is kept': ['unit/main/cache/server-caches.test.ts', 'is there again at'],
    'state changes no more than it must': [
      'unit/renderer/timeline.test.ts',
      'an edit changes it where it stands',
    ],
  },
  Security: {
    'tokens are checked before the WebSocket': [
      'integration/server/sockets.test.ts',
      'is refused after its session has ended',
    ],
    'CORS headers': ['integration/server/cors.test.ts', 'a page from %s may neither'],
    'encrypted in production': [
      'integration/sealed/plain-api-gate.test.ts',
      'takes the plain API from this computer only, and sealed channels from everywhere',
    ],
  },
  'User experience': {
    'clear error messages': [
      'unit/renderer/texts.test.ts',
      'errors in words of the catalogue, by their code',
    ],
    'a way on from an error': [
      'e2e/failed-sends.test.ts',
      'a message that is refused waits with its reason, to be sent again or dropped',
    ],
    'keyboard shortcuts': ['e2e/composer.test.ts', 'Enter sends, Shift and Enter break the line'],
  },
  Testing: {
    'the stability of connections': [
      'integration/client/reconnecting.test.ts',
      'loses and repeats nothing, however often it is cut',
    ],
    'message order across several clients': [
      'integration/convergence.test.ts',
      'see the same in the end, which is what the server has',
    ],
    'offline and online': [
      'integration/client/reconnecting.test.ts',
      'keeps what was written without a connection, and sends it in order',
    ],
    'the accuracy of read receipts': [
      'integration/server/receipts.test.ts',
      'is told to every participant, the sender and the reader included, once',
    ],
  },
};

const rootFolder = join(import.meta.dirname, '../..');

describeKeepers(practices);

function pageSources(): string[] {
  const folder = join(rootFolder, 'src/renderer');
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|svelte|html|css)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

describe('what the page itself must keep', () => {
  it('nothing is stored in the page: no localStorage, nor anything like it', () => {
    const stores = /\b(localStorage|sessionStorage|indexedDB|document\.cookie)\b/;
    const found = pageSources().filter((file) => stores.test(readFileSync(file, 'utf8')));
    expect(found).toEqual([]);
  });

  it('movement is left out for whoever asked the system for that', () => {
    const tokens = readFileSync(join(rootFolder, 'src/renderer/ui/tokens.css'), 'utf8');
    expect(tokens).toContain('@media (prefers-reduced-motion: reduce)');
  });
});

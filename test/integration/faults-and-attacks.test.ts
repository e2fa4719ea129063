import { describeKeepers } from '../support/keepers.ts';
import type { Keeper } from '../support/keepers.ts';

/** What a server is to survive and to refuse (docs/reliability.md, docs/security.md), and the test of each. */
const faultsAndAttacks: Record<string, Record<string, Keeper>> = {
  'Killed at any moment': {
    'server, client or both, during sends and uploads': [
      'fault/killed.test.ts',
      'keeps every acknowledged message once, whoever is killed and whenever',
    ],
    'during migrations': ['fault/migration-killed.test.ts', 'whenever it is killed'],
    'during a change of the key': ['fault/rekey-killed.test.ts', 'whenever it is killed'],
    'during a backup': ['fault/backup-killed.test.ts', 'leaves a whole backup or none'],
    'during a restoration': ['fault/backup-killed.test.ts', 'restores all or nothing'],
    'while old messages are removed': ['fault/retention-killed.test.ts', 'and removes no others'],
    'from kill to serving within 5 s, the client within 10 s': [
      'fault/killed.test.ts',
      'expect(serving).toBeLessThan(5_000)',
    ],
    'the app that hosts': ['e2e/server-killed.test.ts', 'the server is killed in the middle'],
  },
  Disks: {
    'acknowledged is on disk': ['fault/durable.test.ts', 'before it answers that it has'],
    'the power fails': ['fault/power-loss.test.ts', 'whenever the power fails'],
    'the write-ahead log is cut or changed': ['fault/log-cut.test.ts', 'wherever the log is cut'],
    'a byte is flipped in each kind of page': [
      'fault/damaged-pages.test.ts',
      'finds a page with a changed byte, names it, and never answers from it',
    ],
    'a full disk, and calls that fail': [
      'fault/durable.test.ts',
      'says that it cannot take a message while %s, and goes on afterwards',
    ],
    'a full disk under an upgrade': [
      'fault/upgrade-on-a-full-disk.test.ts',
      'goes through once there is as much',
    ],
    'a full disk under files': ['fault/files-on-a-full-disk.test.ts', 'a full disk refuses files'],
  },
  'Computers and networks': {
    'stopped for 5, 60 and 300 s': ['fault/hard-times.test.ts', '[5, 60, 300]'],
    'the clock moved by an hour and a day': ['fault/hard-times.test.ts', 'a clock that is moved'],
    'no file descriptor left': ['fault/hard-times.test.ts', 'without a free file descriptor'],
    'delayed, split and lost': ['fault/hard-times.test.ts', 'delays, splits and loses'],
    'who reads nothing, or a byte a second': ['fault/deaf.test.ts', 'or a byte a second'],
    'half-open connections within a minute': [
      'fault/networks-apart.test.ts',
      'who is gone is found within a minute',
    ],
    'two networks cut apart and joined': ['fault/networks-apart.test.ts', 'lose nothing'],
    '10,000 sockets': ['fault/many-sockets.test.ts', 'people who are there at once'],
  },
  'Backup and moving': {
    'one file, made while serving, verified by restoring it': [
      'integration/backup/backup.test.ts',
      'holds what was acknowledged before, while sends go on, and restores the same server',
    ],
    'restored on another operating system': [
      'integration/backup/made-elsewhere.test.ts',
      'is restored with all that was said',
    ],
    'a schedule, and how many are kept': [
      'integration/backup/schedule.test.ts',
      'keeps as many as it is told',
    ],
    'a move loses nothing, and is silent for a moment': [
      'fault/moving.test.ts',
      'is silent for a moment, and loses and repeats nothing',
    ],
    'what comes to an end while a move does': [
      'integration/move/on-its-way.test.ts',
      'is refused once the server has moved',
    ],
    'a move over networks that are cut': ['fault/moved-apart.test.ts', 'in the middle of a move'],
    'a standby takes over': [
      'integration/move/standby.test.ts',
      'takes over when the host dies, and the old host, when it is back, does not serve',
    ],
    'a host that was cut off does not split the team': [
      'fault/moved-apart.test.ts',
      'between a server and its standby, which takes over: they end up as one',
    ],
  },
  Access: {
    'every route for every kind of caller': [
      'integration/access-matrix.test.ts',
      'has a row: a new one says here who may call it',
    ],
    'every event': [
      'integration/access-matrix.test.ts',
      'has a row: a new one says here whom it reaches',
    ],
    'mass assignment': ['integration/attacks/parser.test.ts', 'not a caller’s to set'],
    'no call takes a field that it does not name': [
      'unit/protocol/closed-bodies.test.ts',
      'no call takes a field that it does not name',
    ],
    'fields of answers against the contract': [
      'integration/contract/served-contract.ts',
      'additionalProperties',
    ],
    'forged cursors': [
      'integration/server/sync.test.ts',
      'of a cursor from nowhere shows no more than one’s own',
    ],
  },
  'Sign-in': {
    'five tries, then one in six seconds': [
      'integration/attacks/sign-in.test.ts',
      'has five tries, and then one in six seconds',
    ],
    'the victim is not locked out': ['integration/attacks/sign-in.test.ts', 'leaves who is signed'],
    'unknown and wrong are alike': ['integration/attacks/sign-in.test.ts', 'in words and in time'],
    'tokens by none, another algorithm or another key': [
      'integration/server/tokens.test.ts',
      'signed by nobody (alg none)',
    ],
    'tokens for another audience': ['unit/server/token-issuer.test.ts', 'for another audience'],
    jku: ['integration/attacks/sign-in.test.ts', 'names where its key is to be fetched (jku)'],
    expired: ['integration/server/tokens.test.ts', 'expire: REST answers 401'],
    'a refresh token used again': [
      'integration/server/tokens.test.ts',
      'revoke their family when one is used again after its successor was',
    ],
    'a reply that was lost': ['integration/server/tokens.test.ts', 'for a reply that was lost'],
  },
  'Borne by browsers': {
    'a foreign Origin': ['integration/server/sockets.test.ts', 'of a page from elsewhere'],
    CORS: ['integration/server/cors.test.ts', 'a page from %s may neither'],
    'DNS rebinding': ['integration/attacks/host-names.test.ts', 'is 421: nothing is read'],
  },
  Parsers: {
    oversize: ['integration/server/requests.test.ts', 'is 413 beyond it'],
    'deep JSON': ['integration/attacks/parser.test.ts', 'that is very deep'],
    'a field twice': ['integration/attacks/parser.test.ts', 'with a field twice'],
    'slow bodies': ['integration/attacks/parser.test.ts', 'a byte at a time'],
    smuggling: ['integration/attacks/parser.test.ts', 'whose end can be read in two ways'],
    'bad UTF-8': ['integration/server/requests.test.ts', 'no UTF-8'],
    'fragments of WebSockets': ['integration/attacks/frames.test.ts', 'a message in many pieces'],
    masks: ['integration/attacks/frames.test.ts', 'a frame without a mask'],
    'compression bombs': ['integration/attacks/frames.test.ts', 'compression is not agreed to'],
    'compressed bodies': ['integration/attacks/parser.test.ts', 'is not unpacked'],
    'every route, from right to absurd': [
      'integration/attacks/contract-fuzz.test.ts',
      'requests to every call, from right to absurd',
    ],
    'Noise, guided by what is reached': [
      'integration/attacks/noise-fuzz.test.ts',
      'NOISE_MUTATIONS',
    ],
    'hostile files': ['integration/attachments/hostile-files.test.ts', 'is never unfolded'],
  },
  Text: {
    'nothing runs in the page': ['e2e/hostile-text.test.ts', 'nothing that somebody writes runs'],
    'right-to-left tricks and floods': [
      'e2e/hostile-text.test.ts',
      'texts that turn, cover or stretch stay within their own bubble',
    ],
    'names that look alike': ['unit/protocol/names.test.ts', 'names that look alike'],
    'names cannot pass for others': [
      'e2e/hostile-text.test.ts',
      'a name that could pass for another',
    ],
    'links that lie': ['e2e/message-links.test.ts', 'disguises are warned of'],
  },
  // By the numbers of https://www.electronjs.org/docs/latest/tutorial/security; 12 is of no use without `webview`.
  'Electron’s checklist': {
    '1 secure content only, 7 a content security policy, 18 no file:': [
      'e2e/window-security.test.ts',
      'the page comes from the app itself, under a policy that lets nothing else in',
    ],
    '2, 3, 4, 6, 8, 9, 10, 11 of the window': [
      'e2e/window-security.test.ts',
      'the window is sandboxed and isolated',
    ],
    '5 permissions': [
      'e2e/window-security.test.ts',
      'no permission is given but to the microphone',
    ],
    '13 navigation, 14 new windows': [
      'e2e/window-security.test.ts',
      'nothing of the page opens another window or leads away from the app',
    ],
    '15 openExternal': ['unit/main/link-opener.test.ts', 'javascript:alert(1)'],
    '16 a current Electron': ['unit/supply.test.ts', 'every package is pinned'],
    '17 the sender of each call': [
      'unit/main/call-router.test.ts',
      'from another page reach nothing',
    ],
    '19 fuses': ['package/packaged.test.ts', 'fuses are set'],
    '20 nothing of Electron in the page': [
      'e2e/window-security.test.ts',
      'the page has nothing of Node or Electron, and only',
    ],
    'a page that was taken over': [
      'e2e/window-security.test.ts',
      'the bridge refuses unknown calls, and what a call does not take',
    ],
  },
  Supply: {
    'hashes in the lock file': ['unit/supply.test.ts', 'every package is pinned by a hash'],
    licences: ['unit/supply.test.ts', 'the page of licences is that of the lock file'],
    'a bill of materials': ['unit/supply.test.ts', 'the bill of materials names all'],
    'unusual publishers': ['unit/supply.test.ts', 'what comes from an unusual publisher is named'],
  },
  Watching: {
    'logs without what was written': ['integration/command-line/log.test.ts', 'and no word, name'],
    'request ids': ['integration/server/request-ids.test.ts', 'an id of its own'],
    metrics: ['integration/server/metrics.test.ts', 'without a token this computer alone'],
    'the host’s screen': ['e2e/server-condition.test.ts', 'the host sees how the server is doing'],
  },
};

describeKeepers(faultsAndAttacks);

/**
 * Who may import whom. What type checking cannot see stands here; the renderer's "types only" is
 * in eslint.config.js, which can tell a type from a value inside .svelte files too.
 */

const ourRooms = '^(protocol|server|src|test|bench|demo|scripts)/';
const nodeBuiltins = ['core'];

/**
 * @param {string} name
 * @param {string} from the room
 * @param {string} allowed the rooms and packages that it may import, as one pattern
 * @param {string} comment
 */
function onlyImports(name, from, allowed, comment) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from },
    to: { pathNot: allowed, dependencyTypesNot: nodeBuiltins },
  };
}

const packages = '^node_modules/';

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Modules that need each other are one module, or miss a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-to-unresolvable',
      comment: 'An import that leads nowhere would also escape every rule below.',
      severity: 'error',
      from: {},
      // Electron and Vite provide these; they are not files.
      to: { couldNotResolve: true, pathNot: '^(electron$|virtual:)' },
    },
    {
      name: 'no-undeclared-package',
      comment: 'Product code imports only what package.json lists under dependencies.',
      severity: 'error',
      from: {
        path: '^(protocol|server|src/(client|guest|ipc|main|messages))/',
        // Only ever loaded when the server runs from source.
        pathNot: '-thread-from-source\\.mjs$',
      },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
        pathNot: '^node_modules/electron/',
      },
    },

    onlyImports(
      'protocol-stands-alone',
      '^protocol/(?!noise/|fingerprint\\.ts$)',
      '^protocol/|^node_modules/zod/',
      'The contract is read by both sides: zod and nothing of ours.',
    ),
    onlyImports(
      'fingerprint-is-a-hash-in-words',
      '^protocol/fingerprint\\.ts$',
      '^node_modules/(@noble/hashes|@scure/bip39/wordlists)/',
      'Both sides compute it alike: a hash, and a public list of words.',
    ),
    {
      name: 'protocol-without-node',
      comment: 'The contract is also what the renderer is typed by: nothing of Node in it.',
      severity: 'error',
      from: { path: '^protocol/(?!noise/)' },
      to: { dependencyTypes: nodeBuiltins },
    },
    {
      name: 'protocol-without-noise',
      comment: 'The contract does not know how it is sealed.',
      severity: 'error',
      from: { path: '^protocol/(?!noise/)' },
      to: { path: '^protocol/noise/' },
    },
    {
      name: 'noise-is-bytes-in-bytes-out',
      comment: 'The Noise state machine: cryptography, no I/O.',
      severity: 'error',
      from: { path: '^protocol/noise/' },
      to: {
        pathNot:
          '^protocol/|^node_modules/(zod|tweetnacl|@noble/(ciphers|hashes))/|^(node:)?crypto$',
      },
    },

    onlyImports(
      'server-imports-protocol',
      '^server/(?!move/successor)',
      `^server/|^protocol/|^package\\.json$|${packages}`,
      'The server knows nothing of the desktop.',
    ),
    onlyImports(
      'successor-is-a-client',
      '^server/move/successor',
      `^server/|^protocol/|^src/client/|${packages}`,
      'What takes a server over asks it as a client does.',
    ),
    {
      name: 'no-electron-in-server',
      comment: 'The server runs under Node, never inside Electron.',
      severity: 'error',
      from: { path: '^(server|protocol|src/client)/' },
      to: { path: '^(node_modules/electron(-|/)|electron$)' },
    },
    {
      name: 'uws-at-the-edge',
      comment: 'Only the transports touch uWebSockets.js.',
      severity: 'error',
      from: { path: ourRooms, pathNot: '^server/(http|ws|sealed)/' },
      to: { path: '^node_modules/uWebSockets\\.js/' },
    },
    {
      name: 'sqlite-behind-the-database',
      comment: 'The database is opened in server/db only.',
      severity: 'error',
      from: { path: '^(protocol|server|src)/', pathNot: '^server/db/|\\.repository\\.ts$' },
      to: { path: '^node_modules/(@types/)?better-sqlite3/' },
    },
    {
      name: 'repositories-know-sqlite-by-type',
      comment: 'A repository is handed its statements; it does not open databases.',
      severity: 'error',
      from: { path: '^server/.*\\.repository\\.ts$', pathNot: '^server/db/' },
      to: {
        path: '^node_modules/(@types/)?better-sqlite3/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'the-apps-sqlite-in-its-cache',
      comment: "The build that Electron loads is the cache's, which is handed it.",
      severity: 'error',
      from: { path: ourRooms, pathNot: '^src/main/cache/app-sqlite\\.ts$' },
      to: { path: '^node_modules/cache-sqlite/' },
    },
    {
      name: 'routes-not-to-repositories',
      comment: 'routes -> service -> repository: a route asks its service.',
      severity: 'error',
      from: { path: '^server/.*\\.routes\\.ts$' },
      to: { path: '\\.repository\\.ts$' },
    },
    {
      name: 'services-not-to-routes',
      comment: 'routes -> service -> repository, never back.',
      severity: 'error',
      from: { path: '^server/.*\\.service\\.ts$' },
      to: { path: '\\.routes\\.ts$' },
    },
    {
      name: 'repositories-at-the-bottom',
      comment: 'routes -> service -> repository, never back.',
      severity: 'error',
      from: { path: '^server/.*\\.repository\\.ts$' },
      to: { path: '\\.(routes|service)\\.ts$' },
    },
    {
      name: 'no-neighbours-repository',
      comment:
        "Another feature's rows are had from its service. server/db/repositories.ts lists all.",
      severity: 'error',
      from: {
        path: '^server/([^/]+)/',
        pathNot: '^server/db/repositories\\.ts$|\\.repository\\.ts$',
      },
      to: { path: '^server/(?!$1/)[^/]+/.*\\.repository\\.ts$' },
    },
    {
      name: 'no-neighbours-repository-in-repositories',
      comment: 'Only what access/ knows is asked inside the transaction that depends on it.',
      severity: 'error',
      from: { path: '^server/([^/]+)/.*\\.repository\\.ts$', pathNot: '^server/search/' },
      to: { path: '^server/(?!$1/|access/)[^/]+/.*\\.repository\\.ts$' },
    },

    {
      name: 'search-opens-texts',
      comment: 'Search is one of those that read messages: it may open the sealed ones.',
      severity: 'error',
      from: { path: '^server/search/.*\\.repository\\.ts$' },
      to: {
        path: '^server/(?!search/|access/)[^/]+/.*\\.repository\\.ts$',
        pathNot: '^server/messages/sealed-text\\.repository\\.ts$',
      },
    },

    onlyImports(
      'client-imports-protocol',
      '^src/client/',
      `^src/client/|^protocol/|${packages}`,
      'The chat client without a screen knows the contract and nothing else of ours.',
    ),
    onlyImports(
      'ipc-imports-protocol',
      '^src/ipc/',
      '^src/(ipc|messages)/|^protocol/|^node_modules/zod/',
      'The calls between renderer and main, made of the contract.',
    ),
    onlyImports(
      'messages-stand-alone',
      '^src/messages/',
      '^src/messages/',
      'What the app says, in every language: main and the page both say it.',
    ),
    onlyImports(
      'message-text-stands-alone',
      '^src/message-text/',
      '^src/message-text/',
      'What the markup of a message means: main and the page both read it.',
    ),
    {
      name: 'what-main-and-the-page-share-without-node',
      comment: 'The page imports it too.',
      severity: 'error',
      from: { path: '^src/(messages|message-text)/' },
      to: { dependencyTypes: nodeBuiltins },
    },
    onlyImports(
      'main-imports',
      '^src/main/',
      `^src/(main|client|ipc|messages|message-text)/|^protocol/|${packages}|^electron$`,
      'The main process: client, ipc, messages, protocol. The server is another program.',
    ),
    onlyImports(
      'guest-imports',
      '^src/guest/',
      `^src/(guest|client|ipc|messages|main)/|^src/renderer/app/main\\.ts$|^protocol/|${packages}`,
      'The page for guests: the renderer, and of main what needs no Electron.',
    ),
    {
      name: 'guest-is-a-page',
      comment: 'Neither Node nor Electron is there in a browser; its build looks at the whole.',
      severity: 'error',
      from: { path: '^src/guest/' },
      to: { dependencyTypes: nodeBuiltins },
    },
    {
      name: 'preload-imports',
      comment: 'The preload script is made from src/ipc and runs in a sandbox.',
      severity: 'error',
      from: { path: '^src/preload/' },
      to: { pathNot: '^src/(preload|ipc)/|^node_modules/electron/|^electron$' },
    },
    onlyImports(
      'renderer-imports',
      '^src/renderer/',
      `^src/(renderer|ipc|messages|message-text)/|^protocol/|${packages}`,
      'The renderer: its own components, and the types of protocol and ipc.',
    ),
    {
      name: 'renderer-without-node',
      comment: 'The renderer holds no secrets, no sockets, no SQL.',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: {
        path: '^node_modules/(electron|ws|better-sqlite3|cache-sqlite|uWebSockets\\.js)/|^electron$|^protocol/noise/',
      },
    },
    {
      name: 'renderer-without-node-builtins',
      comment: 'The renderer is a page.',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { dependencyTypes: nodeBuiltins },
    },
    {
      name: 'product-not-to-tests',
      comment: 'Nothing that ships imports tests, benchmarks, the demo or scripts.',
      severity: 'error',
      from: { path: '^(protocol|server|src)/' },
      to: { path: '^(test|bench|demo|scripts)/' },
    },
    onlyImports(
      'demo-imports-client',
      '^demo/',
      `^demo/|^src/client/|^protocol/|${packages}`,
      'The demo is made through the client, as anybody could.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist|test-results)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'svelte', 'browser', 'node', 'require', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
    cache: { folder: 'node_modules/.cache/dependency-cruiser', strategy: 'content' },
  },
};

/**
 * The import rules of `lib`, run by `npm run lint:rooms`.
 *
 * `lib` is a row of rooms (its folders). A room imports only from rooms to its left; only the entry
 * files (`lib/*.ts`) may import the rightmost ones. The list below is the one place that says so.
 * `test/packaging/rooms.spec.ts` shows that every rule can fail.
 */

/** Rooms in their order, each with the rooms it knows. Every room knows `errors`. */
const ROOMS = [
  ['errors', []],
  ['ktof', []],
  ['tokens', []],
  ['contract', []],
  ['options', ['contract']],
  ['engine', ['ktof', 'tokens', 'contract']],
  ['observability', ['contract', 'options']],
  ['transport', ['ktof', 'contract', 'options', 'engine', 'observability']],
  ['cache', ['contract', 'options', 'engine', 'observability', 'transport']],
  ['client', roomsBefore],
  ['nest', roomsBefore],
  ['providers', roomsUpToClient],
  ['integrations', roomsUpToClient],
  ['server', ['ktof', 'tokens', 'contract', 'options', 'engine', 'cache', 'integrations/figures']],
  [
    'cli',
    [
      'ktof',
      'tokens',
      'contract',
      'options',
      'engine',
      'transport',
      'client',
      'providers',
      'server',
    ],
  ],
];

/** Optional peers: the only files that may import each, by what follows `lib/`. */
const OPTIONAL_PEERS = [
  ['@nestjs/terminus', 'nest/health/|health\\.ts$'],
  ['@opentelemetry/api', 'integrations/opentelemetry/|opentelemetry\\.ts$'],
];

/**
 * Optional peers that are imported on first use: the only files that may, and only so; last, those of an
 * entry of its own, which may import it at once.
 */
const LAZY_PEERS = [
  ['gpt-tokenizer', 'tokens/(?:encodings|context-window)\\.ts$'],
  ['@nestjs/platform-express', 'server/serve/create-adapter\\.ts$'],
  ['@nestjs/platform-fastify', 'server/serve/create-adapter\\.ts$'],
  ['@nestjs/throttler', 'server/limits/throttler-limiter\\.ts$'],
  ['@keyv/redis', 'cache/redis/connect-redis\\.ts$'],
  ['prom-client', 'server/metrics/prometheus-recorder\\.ts$', 'integrations/prometheus/'],
  ['helmet', 'server/serve/security-headers\\.ts$'],
  ['ajv', 'providers/reply/schema-compiler\\.ts$'],
  ...[
    'openai',
    'together-ai',
    '@anthropic-ai/sdk',
    '@google/genai',
    'cohere-ai',
    '@mistralai/mistralai',
    '@aws-sdk/client-bedrock-runtime',
    '@huggingface/inference',
  ].map((sdk) => [sdk, 'providers/adapters/']),
];

const NAMES = ROOMS.map(([name]) => name);

function roomsBefore(room) {
  return NAMES.slice(0, NAMES.indexOf(room));
}

function roomsUpToClient() {
  return [...roomsBefore('client'), 'client'];
}

const anyOf = (names) => `(?:${names.join('|')})`;

/** Matches an npm package, installed or not. */
const packages = (names) => `(?:^|node_modules/)${anyOf(names)}(?:/|$)`;

function roomRule([room, knows]) {
  const known = typeof knows === 'function' ? knows(room) : knows;
  const allowed = [...new Set(['errors', room, ...known])];
  return {
    name: `room-${room}`,
    comment: `lib/${room} may import only from: ${allowed.join(', ')}.`,
    severity: 'error',
    from: { path: `^lib/${room}/` },
    to: { path: '^lib/', pathNot: `^lib/${anyOf(allowed)}/` },
  };
}

function staysHome([peer, owners]) {
  return {
    name: `peer-${peer}-stays-home`,
    comment: `Only lib/{${owners}} may import the optional peer ${peer}.`,
    severity: 'error',
    from: { path: '^lib/', pathNot: `^lib/(?:${owners})` },
    to: { path: packages([peer]) },
  };
}

function lazyPeerRules([peer, owners, entry]) {
  return [
    staysHome([peer, entry === undefined ? owners : `${owners}|${entry}`]),
    {
      name: `peer-${peer}-on-first-use`,
      comment: `An app without ${peer} must still be able to load the package.`,
      severity: 'error',
      from: { path: '^lib/', ...(entry !== undefined && { pathNot: `^lib/(?:${entry})` }) },
      to: { path: packages([peer]), dependencyTypesNot: ['dynamic-import'] },
    },
  ];
}

function optionalPeerRules([peer, owners]) {
  return [
    staysHome([peer, owners]),
    {
      name: `peer-${peer}-not-from-main`,
      comment: `An app without ${peer} must still be able to import the package.`,
      severity: 'error',
      from: { path: '^lib/index\\.ts$' },
      to: { path: packages([peer]), reachable: true },
    },
  ];
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'A circle between decorated classes kills an ES module package at load.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...ROOMS.map(roomRule),
    {
      name: 'known-rooms-only',
      comment: 'A new folder of lib needs a line in the list of rooms first.',
      severity: 'error',
      from: { path: '^lib/[^/]+/', pathNot: `^lib/${anyOf(NAMES)}/` },
      to: {},
    },
    ...OPTIONAL_PEERS.flatMap(optionalPeerRules),
    ...LAZY_PEERS.flatMap(lazyPeerRules),
    {
      name: 'ktof-is-plain',
      comment: 'nestjs-kaizen/ktof runs without Nest and its companions.',
      severity: 'error',
      from: { path: '^lib/ktof(?:/|\\.ts$)' },
      to: {
        path: packages(['@nestjs/[^/]+', 'rxjs', 'class-validator', 'class-transformer']),
        reachable: true,
      },
    },
    {
      name: 'no-dev-dependencies',
      comment: 'An app that installs the package has none of its devDependencies.',
      severity: 'error',
      from: { path: '^lib/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'npm-peer', 'npm-optional'] },
    },
    {
      name: 'no-unlisted',
      comment: 'Every package that lib imports is in package.json.',
      severity: 'error',
      from: { path: '^lib/' },
      to: {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'undetermined'],
        // An optional peer is said to be in no list as well as among the peers.
        dependencyTypesNot: ['npm-peer'],
      },
    },
    {
      name: 'resolvable',
      comment: 'Every import leads somewhere.',
      severity: 'error',
      from: { path: '^lib/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Type-only imports count: they tie rooms together and end up in the declarations.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
    },
  },
};

/**
 * The import rules, held by `npm run deps` and by test/architecture.test.ts, which also plants a violation of each.
 *
 * Rooms under src/, lowest first. A room imports itself and what stands in the rows above its own; rooms in one row do
 * not know each other, but for what `alsoFrom` grants.
 */
const rows = [
  ['kernel'],
  ['telemetry'],
  ['store'],
  ['projections'],
  ['lineage'],
  ['domains'],
  ['graphql', 'ingest', 'live'],
  ['export', 'webhooks'],
  ['server', 'cli', 'playground', 'explorer'],
];
const alsoFrom = {
  graphql: ['src/live/'],
  server: ['src/playground/', 'src/config.ts'],
  cli: ['src/config.ts'],
};

const ours = '^(src|seed|test|bench)/';
const testsAndBenchmarks = ['^test/', '^bench/'];

const roomOrder = rows.flatMap((row, index) =>
  row.map((room) => ({
    name: `room-order-${room}`,
    comment: `src/${room}/ imports itself and the rooms below it.`,
    severity: 'error',
    from: { path: `^src/${room}/` },
    to: {
      path: ours,
      pathNot: [
        ...[room, ...rows.slice(0, index).flat()].map((below) => `^src/${below}/`),
        ...(alsoFrom[room] ?? []).map((path) => `^${path}`),
      ],
    },
  })),
);

const packagesWithAPlace = [
  { name: 'neo4j-driver', packages: ['neo4j-driver'], places: ['^src/store/neo4j/', '^src/cli/neo4j/'] },
  {
    name: 'sqlite',
    packages: ['@photostructure/sqlite'],
    places: ['^src/store/embedded/', '^src/projections/search/'],
  },
  { name: 'redis', packages: ['@redis/client'], places: ['^src/store/neo4j/'] },
  { name: 'ws', packages: ['ws', '@types/ws'], places: ['^src/server/'] },
].map(({ name, packages, places }) => ({
  name: `package-${name}`,
  comment: `${name} is known in its place alone: ${places.join(', ')}`,
  severity: 'error',
  from: { pathNot: [...places, ...testsAndBenchmarks] },
  to: { path: packages.map((name) => `(^|/)node_modules/${name}/`) },
}));

export default {
  forbidden: [
    ...roomOrder,
    ...packagesWithAPlace,
    {
      name: 'package-graphql',
      comment: 'The rooms below the API, ingest and live know nothing of GraphQL.',
      severity: 'error',
      from: { path: '^src/(kernel|telemetry|store|projections|lineage|ingest|live)/' },
      to: { path: '(^|/)node_modules/(graphql|type-graphql|graphql-[^/]+|@apollo/[^/]+|dataloader)/' },
    },
    {
      name: 'checker-stands-alone',
      comment: 'What verifies certificates shares no code with what issues them, and needs Node alone.',
      severity: 'error',
      from: { path: '^src/cli/check-proof/' },
      to: { dependencyTypesNot: ['core'] },
    },
    {
      name: 'config-stands-alone',
      comment: 'The configuration is read before anything else is there.',
      severity: 'error',
      from: { path: '^src/config\\.ts$' },
      to: { path: ours, pathNot: '^src/kernel/' },
    },
    {
      name: 'seed-knows-facts-alone',
      comment: 'The demo company goes in as anybody else does.',
      severity: 'error',
      from: { path: '^seed/' },
      to: { path: ours, pathNot: ['^seed/', '^src/kernel/', '^src/domains/index\\.ts$'] },
    },
    {
      name: 'domains-meet-through-index',
      comment: 'index.ts is the only door of a domain; the room of kinds is common to all.',
      severity: 'error',
      from: { path: '^src/domains/([^/]+)/' },
      to: { path: '^src/domains/[^/]+/', pathNot: ['^src/domains/($1|kind)/', '^src/domains/[^/]+/index\\.ts$'] },
    },
    {
      name: 'domains-are-entered-through-index',
      comment: 'Other rooms come in by index.ts, and by what all domains have in common.',
      severity: 'error',
      from: { path: '^(src|seed)/', pathNot: '^src/domains/' },
      to: { path: '^src/domains/[^/]+/', pathNot: ['^src/domains/kind/', '^src/domains/[^/]+/index\\.ts$'] },
    },
    {
      name: 'another-team-knows-the-sdl-alone',
      comment: 'The subgraph that joins ours in tests is made as anybody else would make it.',
      severity: 'error',
      from: { path: '^test/federation/outside/' },
      to: { path: ours, pathNot: '^test/federation/outside/' },
    },
    {
      name: 'no-development-package-at-run-time',
      comment: 'An installation without development packages must run.',
      severity: 'error',
      from: { path: '^(src|seed)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere is checked by no rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: '(^|/)node_modules/' },
    // The apps in the browser are bundled by Vite, and import none of this.
    exclude: { path: '^src/(playground|explorer)/app/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};

// The import law: which folder of src may import which. A breach fails the gate.

const generated = 'src/(store|graphql)/generated/|grammar[.]generated[.]';

/** Folder → the parts of src that it may import, besides itself. */
const law = {
  text: [],
  condition: ['text'],
  rule: ['condition', 'text'],
  fields: ['condition', 'rule'],
  analysis: ['rule', 'condition', 'fields'],
  events: ['rule', 'condition', 'fields', 'text'],
  engine: ['events', 'rule', 'condition', 'fields'],
  formats: ['rule', 'text', 'platforms'],
  importer: ['platforms', 'languages', 'analysis', 'fields', 'rule', 'condition', 'text'],
  store: ['rule', 'condition', 'analysis'],
  graphql: ['rule', 'condition', 'analysis', 'fields', 'events', 'engine', 'store'],
  web: [],
};

const folderRules = Object.entries(law).map(([folder, allowed]) => ({
  name: `law-${folder}`,
  severity: 'error',
  comment: `src/${folder} may import ${allowed.length > 0 ? allowed.join(', ') : 'no other part of src'}.`,
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: `^src/(${[folder, ...allowed].join('|')})/` },
}));

/** Platforms and languages do not know each other, nor their siblings: the importer joins them. */
function siblingRules(folder, contract, allowed) {
  return [
    {
      name: `law-${folder}`,
      severity: 'error',
      comment: `A folder of src/${folder} may import itself, ${contract} and ${allowed.join(', ')}.`,
      from: { path: `^src/${folder}/([^/]+)/` },
      to: { path: '^src/', pathNot: [`^src/${folder}/$1/`, contract, `^src/(${allowed.join('|')})/`] },
    },
    {
      name: `law-${folder}-contract`,
      severity: 'error',
      comment: `What lies in src/${folder} itself: the contract imports no member; only the list of all of them does.`,
      from: { path: `^src/${folder}/[^/]+[.]ts$` },
      to: { path: '^src/', pathNot: [`^src/${folder}/`, `^src/(${allowed.join('|')})/`] },
    },
    {
      name: `law-${folder}-contract-members`,
      severity: 'error',
      from: { path: contract },
      to: { path: `^src/${folder}/[^/]+/` },
    },
  ];
}

module.exports = {
  forbidden: [
    ...folderRules,
    ...siblingRules('languages', '^src/languages/language[.]ts$', ['condition', 'rule', 'text']),
    ...siblingRules('platforms', '^src/platforms/platform[.]ts$', ['formats', 'rule', 'fields', 'text']),
    {
      name: 'law-formats',
      severity: 'error',
      comment:
        'A file format that several platforms share knows the contract of a platform, and none of them.',
      from: { path: '^src/formats/' },
      to: { path: '^src/platforms/', pathNot: '^src/platforms/platform[.]ts$' },
    },
    {
      name: 'law-entry-points',
      severity: 'error',
      comment: 'The command line, main.ts and the seed reach the rest through app.ts and config.ts.',
      from: { path: '^(src/cli/|src/main[.]ts$|seed/)' },
      to: { path: '^src/', pathNot: '^src/(cli/|app[.]ts$|config[.]ts$)' },
    },
    {
      name: 'law-config',
      severity: 'error',
      from: { path: '^src/config[.]ts$' },
      to: { path: '^src/' },
    },
    {
      name: 'law-nobody-imports-an-entry-point',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(cli/|main[.]ts$)' },
      to: { path: '^src/(cli/|main[.]ts$)' },
    },
    {
      name: 'law-only-the-store-knows-the-database',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/store/' },
      to: {
        path: '(^|/)node_modules/(@prisma/|prisma/|pg/|@types/pg/|@electric-sql/pglite|pglite-prisma-adapter/)',
      },
    },
    {
      name: 'law-the-middle-is-pure',
      severity: 'error',
      comment: 'The middle is pure: nothing that waits, reads files or talks to a network. A hash is pure.',
      from: { path: '^src/(engine|condition|analysis|fields|rule|text)/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'law-no-test-in-src',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|scripts)/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Cycles of types count as well.',
      from: { pathNot: generated },
      to: { circular: true },
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: { pathNot: generated },
      to: { couldNotResolve: true },
    },
    {
      name: 'no-dev-dependency-in-src',
      severity: 'error',
      from: { path: '^src/', pathNot: generated },
      to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/@types/' },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', generated] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};

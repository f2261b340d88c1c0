// Every list asks the database the same number of statements, however long its pages are: no N+1.
import { beforeAll, expect, test } from 'vitest';
import { all, any, compare, not } from '../../src/condition/condition.ts';
import { fieldPath } from '../../src/condition/field-path.ts';
import type { CatalogRule } from '../../src/analysis/catalog-rule.ts';
import { storeAttack } from '../../src/store/attack.ts';
import { CLOUDTRAIL } from '../support/catalog-rule.ts';
import { ATTACK, derivedRule, importRules, windowsRule } from '../support/corpus.ts';
import { describeOnDatabases } from '../support/databases.ts';
import { graphqlClient } from '../support/graphql-client.ts';
import type { Data } from '../support/graphql-client.ts';

const RULE = `
  id url platform { title ruleCount } source { name lastImport { addedCount } } logSources { name }
  attack { technique { name tactics { name } parent { name } } tactic { name } }
  body condition { text } stages { source }
  indicators { values { value indicator { platforms { platform { id } } rules(first: 2) { totalCount nodes { title } } } } }
  exclusions { values { value exclusion { platforms { ruleCount } rules(first: 2) { nodes { id } } } } }
  outputFields { name } fields { field { name nativeNames { platform { id } } } }
  actions { operation logSource { name } techniques { ruleCount technique { name } } }
  sameAction(first: 3) { platform { id } links { rule { title } sharedActions { operation } } }
  tests { name } diagnostics { code }`;

const LISTS: readonly (readonly [string, string])[] = [
  ['rules(first: $first)', RULE],
  ['rules(first: $first, platform: "sigma", technique: "T1204", orderBy: { field: SEVERITY })', RULE],
  ['searchRules(text: "number", first: $first)', RULE],
  ['searchRules(text: "number", filter: { platforms: ["sigma", "panther"] }, first: $first)', RULE],
  [
    'rulesSharingIndicator(field: "event.provider", kind: EQ, value: "s3.amazonaws.com", first: $first)',
    RULE,
  ],
  ['rulesMatchingValue(value: "s3.amazonaws.com", first: $first)', RULE],
  ['rulesSuppressing(field: "user", value: "me", first: $first)', RULE],
  [
    'indicators(first: $first)',
    'value platforms { platform { title } } rules(first: 3) { totalCount nodes { title } }',
  ],
  [
    'exclusions(first: $first)',
    'value platforms { platform { title } } rules(first: 3) { totalCount nodes { title } }',
  ],
  [
    'actions(first: $first)',
    'operation logSource { name } rules(first: 2) { nodes { title } } indicators(first: 2) { indicator { value } } techniques { technique { name } }',
  ],
  [
    'techniques(first: $first)',
    'name ruleCount tactics { name } parent { name } subtechniques { name } platforms { platform { id } } rules(first: 2) { totalCount nodes { title } }',
  ],
  [
    'fields(first: $first)',
    'name nativeNames { name platform { title } } indicators(first: 2) { value } rules(first: 2) { nodes { title } }',
  ],
  [
    'logSources(first: $first)',
    'name platforms { platform { title } } rules(first: 2) { totalCount nodes { title } }',
  ],
];

const field = fieldPath;
const eventName = field('eventName', { name: 'event.action' });
const eventSource = field('eventSource', { name: 'event.provider' });

/** As many different rules, values, actions, techniques, fields and log sources as the longest page needs. */
function numbered(n: number): CatalogRule {
  const condition = all([
    compare(eventSource, 'eq', ['s3.amazonaws.com']),
    compare(eventName, 'in', [`Get${n % 30}`, `Put${n % 15}`]),
    compare(field(`field${n}`), 'contains', [`value ${n}`]),
    not(any([compare(field('user'), 'eq', ['me']), compare(field('agent'), 'starts_with', [`agent ${n}`])])),
  ]);
  const shared = {
    title: `Number ${n}`,
    condition,
    attack: [
      { technique: `T${3000 + n}`, tactic: null },
      { technique: 'T1204', tactic: 'TA0002' },
    ],
    outputFields: [{ name: 'who', source: 'user', origin: 'title' }],
    tests: [{ name: 'one', expected: true, event: {}, mocks: {} }],
  };
  if (n % 2 === 0) return derivedRule('panther', `p-${n}`, { ...shared, logSources: [CLOUDTRAIL] });
  const product = { product: `product${n}`, category: null, service: null };
  return windowsRule(`s-${n}`, condition, {
    ...shared,
    eventSchema: 'raw',
    logSources: [CLOUDTRAIL, product],
  });
}

const statements: string[] = [];

describeOnDatabases(
  'the number of statements',
  (database) => {
    const client = graphqlClient(database);
    beforeAll(async () => {
      const techniques = Array.from({ length: 60 }, (_, n) => ({
        id: `T${3000 + n}`,
        name: `Technique ${n}`,
        tactics: ['execution'],
      }));
      await storeAttack(database.store, { ...ATTACK, techniques: [...ATTACK.techniques, ...techniques] });
      const rules = Array.from({ length: 60 }, (_, n) => numbered(n));
      await importRules(
        database.store,
        'panther',
        rules.filter(({ rule }) => rule.platform === 'panther'),
      );
      await importRules(
        database.store,
        'sigma',
        rules.filter(({ rule }) => rule.platform === 'sigma'),
      );
    });

    test.each(LISTS)('%s', async (list, select) => {
      const count = async (
        first: number,
      ): Promise<{ readonly length: number; readonly statements: number }> => {
        statements.length = 0;
        const data: Data = await client.data(
          `query ($first: Int) { list: ${list} { totalCount nodes { ${select} } pageInfo { hasNextPage } } }`,
          { first },
        );
        return { length: data.list.nodes.length as number, statements: statements.length };
      };
      // What the server keeps of the corpus is read by the first of its requests.
      await count(5);
      const short = await count(10);
      const long = await count(20);
      expect(short.length).toBe(10);
      expect(long.length).toBe(20);
      expect(short.statements).toBeGreaterThan(1);
      // Over several connections answers come in any order, and loaders may gather an edge's keys in one statement more or less; a
      // statement for each row would be ten more.
      if (database.kind === 'embedded') expect(long.statements).toBe(short.statements);
      else expect(long.statements).toBeLessThan(short.statements + 5);
    });
  },
  { onStatement: (sql) => statements.push(sql) },
);

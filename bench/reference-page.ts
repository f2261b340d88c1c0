// Does the reference page say what it must? AWS.EC2.Monitoring of panther-labs/panther-analysis, beside elastic/detection-rules, and one
// raw CloudTrail record judged by both. Ends with 1 where it does not.
// Usage: RULE_CORPORA=<folder> npx tsx bench/reference-page.ts
import { deepStrictEqual } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApp, platforms } from '../src/app.ts';
import { corpusFolder, repositoryOf } from './corpora.ts';

const PAGE = `{
  rule(platform: "panther", ruleId: "AWS.EC2.Monitoring") {
    condition { conjuncts }
    exclusions { nativeField kind values { value } }
    indicators { nativeField kind values { value ruleCount otherRuleCount platformCount } }
    outputFields { name source }
    attack { technique { attackId name } tactic { name } }
    sameAction { platform { title } links { rule { title } sharedActions { operation } } }
    tests { expected agreement }
  }
}`;
const EVALUATE = `mutation ($event: JSON!) {
  evaluate(input: { event: $event }) { ... on Evaluation { matches { rule { title } effect } } }
}`;
const SEVEN = [
  'CopyFpgaImage',
  'CopyImage',
  'CreateFpgaImage',
  'CreateImage',
  'CreateRestoreImageTask',
  'CreateStoreImageTask',
  'ImportImage',
];

interface Predicate {
  readonly nativeField: string;
  readonly kind: string;
  readonly values: readonly { readonly value: string }[];
}
interface Page {
  readonly condition: { readonly conjuncts: readonly string[] };
  readonly exclusions: readonly Predicate[];
  readonly indicators: readonly Predicate[];
  readonly outputFields: readonly unknown[];
  readonly attack: readonly unknown[];
  readonly sameAction: readonly unknown[];
  readonly tests: readonly unknown[];
}

const dataDirectory = await mkdtemp(join(tmpdir(), 'rule-catalog-bench-'));
const app = await openApp({
  host: '127.0.0.1',
  port: 0,
  databaseUrl: undefined,
  dataDirectory,
  logLevel: 'warn',
});
try {
  for (const platform of platforms.filter(({ id }) => id === 'panther' || id === 'elastic')) {
    const folder = corpusFolder(repositoryOf(platform.id));
    await app.importRules({ platform, from: { folder }, name: platform.title, licence: null });
  }
  const server = await app.createServer();
  const { data } = await server.execute(PAGE, {});
  // Through JSON, as a client sees it: graphql-js makes objects without a prototype.
  const page = (JSON.parse(JSON.stringify(data)) as { readonly rule: Page }).rule;
  console.log(JSON.stringify(page, null, 2));
  checkPage(page);
  const event = {
    eventVersion: '1.09',
    eventName: 'CreateStoreImageTask',
    eventSource: 'ec2.amazonaws.com',
    awsRegion: 'us-east-1',
  };
  const answer = await server.execute(EVALUATE, { event });
  const { matches } = (
    answer.data as {
      readonly evaluate: { readonly matches: readonly { readonly rule: { readonly title: string } }[] };
    }
  ).evaluate;
  const titles = matches.map(({ rule }) => rule.title);
  console.log('matches of one raw CloudTrail record:', titles.join(', '));
  deepStrictEqual(
    ['AWS EC2 Image Monitoring', 'AWS EC2 Export Task'].filter((title) => !titles.includes(title)),
    [],
  );
  await server.close();
  console.log('the reference page is as it must be');
} finally {
  await app.close();
  await rm(dataDirectory, { recursive: true, force: true });
}

function checkPage(page: Page): void {
  const texts = (predicates: readonly Predicate[]): readonly string[] =>
    predicates.map(
      ({ nativeField, kind, values }) =>
        `${nativeField} ${kind} ${values.map(({ value }) => value).join(' ')}`,
    );
  const excluded = [
    ['sourceIPAddress', 'ends_with', '.amazonaws.com'],
    ['userIdentity.type', 'eq', 'AWSService'],
    ['userIdentity.invokedBy', 'eq', 'AWS Internal'],
    ['userIdentity.invokedBy', 'ends_with', '.amazonaws.com'],
  ] as const;
  deepStrictEqual(page.condition.conjuncts, [
    'eventSource eq "ec2.amazonaws.com"',
    `not (${excluded.map(([field, operator, value]) => `${field} ${operator} "${value}"`).join(' or ')})`,
    'errorCode ne "Client.DryRunOperation"',
    `eventName in [${SEVEN.map((name) => `"${name}"`).join(', ')}]`,
  ]);
  deepStrictEqual(
    texts(page.exclusions),
    excluded.map(([field, operator, value]) => `${field} ${operator.toUpperCase()} ${value}`),
  );
  deepStrictEqual([...texts(page.indicators)].sort(), [
    'errorCode NE Client.DryRunOperation',
    `eventName IN ${SEVEN.join(' ')}`,
    'eventSource EQ ec2.amazonaws.com',
  ]);
  deepStrictEqual(page.outputFields, [
    { name: 'userName', source: 'userIdentity.sessionContext.sessionIssuer.userName' },
    { name: 'eventName', source: 'eventName' },
    { name: 'recipientAccountId', source: 'recipientAccountId' },
  ]);
  deepStrictEqual(page.attack, [
    { technique: { attackId: 'T1204', name: 'User Execution' }, tactic: { name: 'Execution' } },
  ]);
  deepStrictEqual(page.sameAction, [
    {
      platform: { title: 'Elastic' },
      links: [
        { rule: { title: 'AWS EC2 Export Task' }, sharedActions: [{ operation: 'CreateStoreImageTask' }] },
      ],
    },
  ]);
  deepStrictEqual(
    page.tests,
    [true, false, false, true].map((expected) => ({ expected, agreement: 'AGREES' })),
  );
}

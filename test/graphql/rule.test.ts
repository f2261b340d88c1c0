import { beforeAll, expect, test } from 'vitest';
import { importCorpus } from '../support/corpus.ts';
import { describeOnDatabases } from '../support/databases.ts';
import { graphqlClient } from '../support/graphql-client.ts';

const WHOLE_RULE = `
  query ($platform: String!, $ruleId: String!) {
    rule(platform: $platform, ruleId: $ruleId) {
      id catalogId ruleId kind title description severity nativeSeverity status eventSchema language path url
      authors licence references tags falsePositives created modified importedAt changedAt body bodyFormat effect parseStatus
      platform { id platformId title ruleCount }
      source { id sourceId name url revision licence importedAt ruleCount lastImport { status addedCount brokenFileCount skippedFileCount } }
      logSources { id name product category service ruleCount platformCount }
      attack { declared mappingStatus replacedBy technique { attackId name } tactic { attackId name } }
      condition {
        text conjuncts hash
        nodes {
          __typename index parent text
          ... on GroupNode { kind }
          ... on ComparisonNode { field nativeField operator values otherField quantifier caseSensitive }
        }
      }
      stages {
        __typename position source
        ... on FilterStage { condition }
        ... on AggregateStage { by windowSeconds columns { name function field } having }
      }
      indicators { field nativeField kind quantifier caseSensitive values { value ruleCount otherRuleCount platformCount indicator { kind value } } }
      exclusions { field nativeField kind values { value ruleCount otherRuleCount exclusion { id } } }
      outputFields { name source origin }
      fields { nativeName roles required field { name } }
      actions { operation qualifier weak ruleCount logSource { name } }
      sameAction { platform { platformId } ruleCount links { rule { catalogId } sharedActions { operation } weak } }
      tests { name expected event mocks agreement }
      diagnostics { code severity message line column endLine endColumn }
    }
  }`;

describeOnDatabases('a rule', (database) => {
  const client = graphqlClient(database);
  beforeAll(() => importCorpus(database.store));

  test('shows all its parts', async () => {
    const { rule } = await client.data(WHOLE_RULE, { platform: 'panther', ruleId: 'Ours.EC2.Images' });
    expect(rule).toMatchObject({
      catalogId: 'panther:Ours.EC2.Images',
      kind: 'RULE',
      severity: 'HIGH',
      status: 'STABLE',
      licence: 'Apache-2.0',
      effect: 'ALERTS',
      parseStatus: 'FULL',
      importedAt: '2026-01-02T03:04:05.000Z',
      url: 'https://github.com/example/rules/blob/abc123/rules/Ours.EC2.Images.yml',
      platform: { platformId: 'panther', title: 'Panther', ruleCount: 2 },
      source: {
        sourceId: 'panther/ours',
        licence: 'MIT',
        lastImport: { status: 'SUCCEEDED', addedCount: 2, brokenFileCount: 1, skippedFileCount: 2 },
      },
      logSources: [{ name: 'aws.cloudtrail', category: null }],
      attack: [
        {
          declared: 'T1204',
          mappingStatus: 'CURRENT',
          technique: { attackId: 'T1204' },
          tactic: { attackId: 'TA0002' },
        },
        {
          declared: 'T1086',
          mappingStatus: 'REVOKED',
          replacedBy: 'T1059',
          technique: { attackId: 'T1059' },
        },
        { declared: 'T9999', mappingStatus: 'UNKNOWN', technique: null, tactic: null },
      ],
      outputFields: [{ name: 'who', source: 'userIdentity.arn', origin: 'title' }],
      tests: [
        { name: 'made', expected: true, agreement: 'AGREES', event: { eventName: 'CreateImage' }, mocks: {} },
      ],
      diagnostics: [
        { code: 'unused_import', severity: 'INFO', line: 1, column: 1, endLine: 1, endColumn: 4 },
      ],
    });
  });

  test('shows its condition as text, as conjuncts and as a tree', async () => {
    const { rule } = await client.data(WHOLE_RULE, { platform: 'panther', ruleId: 'Ours.EC2.Images' });
    expect(rule.condition.conjuncts).toEqual([
      'eventSource eq "ec2.amazonaws.com"',
      'not (userIdentity.invokedBy eq "AWS Internal" or userIdentity.invokedBy ends_with ".amazonaws.com")',
      'errorCode ne "Client.DryRunOperation"',
      'eventName in ["CopyImage", "CreateImage"]',
    ]);
    expect(rule.condition.text).toBe(rule.condition.conjuncts.join('\n'));
    expect(
      rule.condition.nodes.map((node: { __typename: string; parent: number | null }) => [
        node.__typename,
        node.parent,
      ]),
    ).toEqual([
      ['GroupNode', null],
      ['ComparisonNode', 0],
      ['GroupNode', 0],
      ['GroupNode', 2],
      ['ComparisonNode', 3],
      ['ComparisonNode', 3],
      ['ComparisonNode', 0],
      ['ComparisonNode', 0],
    ]);
    expect(rule.condition.nodes[1]).toEqual({
      __typename: 'ComparisonNode',
      index: 1,
      parent: 0,
      text: 'eventSource eq "ec2.amazonaws.com"',
      field: 'event.provider',
      nativeField: 'eventSource',
      operator: 'EQ',
      values: ['ec2.amazonaws.com'],
      otherField: null,
      quantifier: 'ANY',
      caseSensitive: true,
    });
  });

  test('counts each value of an indicator over the corpus', async () => {
    const { rule } = await client.data(WHOLE_RULE, { platform: 'panther', ruleId: 'Ours.EC2.Images' });
    const names = rule.indicators.find((each: { field: string }) => each.field === 'event.action');
    expect(names).toMatchObject({
      kind: 'IN',
      nativeField: 'eventName',
      quantifier: 'ANY',
      caseSensitive: true,
    });
    expect(names.values.map(({ value }: { value: string }) => value)).toEqual(['CopyImage', 'CreateImage']);
    expect(names.values[0]).toMatchObject({ ruleCount: 1, otherRuleCount: 0, platformCount: 1 });
    expect(
      rule.exclusions.map((each: { kind: string; values: { value: string }[] }) => [
        each.kind,
        each.values[0]?.value,
      ]),
    ).toEqual([
      ['EQ', 'AWS Internal'],
      ['ENDS_WITH', '.amazonaws.com'],
    ]);
  });

  test('links rules of other platforms that name the same action', async () => {
    const { rule } = await client.data(WHOLE_RULE, { platform: 'panther', ruleId: 'Ours.EC2.Images' });
    expect(
      rule.sameAction.map(
        (group: { platform: { platformId: string }; ruleCount: number; links: unknown }) => group,
      ),
    ).toMatchObject([
      {
        platform: { platformId: 'elastic' },
        ruleCount: 1,
        links: [{ rule: { catalogId: 'elastic:0001-image' }, weak: false }],
      },
      {
        platform: { platformId: 'sigma' },
        ruleCount: 1,
        links: [{ rule: { catalogId: 'sigma:sig-image' } }],
      },
    ]);
  });

  test('says that an event only contributes where the rule needs more', async () => {
    const { rule } = await client.data(WHOLE_RULE, { platform: 'elastic', ruleId: '0001-image' });
    expect(rule.effect).toBe('CONTRIBUTES');
    expect(rule.stages).toMatchObject([
      { __typename: 'FilterStage', position: 0 },
      {
        __typename: 'AggregateStage',
        by: ['user.name'],
        windowSeconds: 300,
        columns: [{ name: 'count()', function: 'COUNT', field: null }],
        having: ['count() gte 5'],
      },
    ]);
  });

  test('is null where there is none', async () => {
    expect(await client.data(WHOLE_RULE, { platform: 'panther', ruleId: 'none' })).toEqual({ rule: null });
  });
});

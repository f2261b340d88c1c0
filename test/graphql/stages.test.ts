// Stages of rules as their platforms write them: what comes after one event.
import { beforeAll, expect, test } from 'vitest';
import { storeAttack } from '../../src/store/attack.ts';
import { ATTACK, importRules } from '../support/corpus.ts';
import { describeOnDatabases } from '../support/databases.ts';
import { compileFiles, platformById } from '../support/golden-case.ts';
import { graphqlClient } from '../support/graphql-client.ts';

const STAGES = `
  query ($platform: String!, $ruleId: String!) {
    rule(platform: $platform, ruleId: $ruleId) {
      effect parseStatus
      condition { text }
      stages {
        __typename position
        ... on FilterStage { filter: condition }
        ... on SequenceStage { ordered by windowSeconds until steps { name condition relation by runs missing ruleId } }
        ... on JoinStage { type with condition on ofList }
        ... on AggregateStage { by having columns { name function field condition expression cases { condition value } } }
      }
    }
  }`;

const SEQUENCE = `sequence with maxspan=1m
  [file where event.action == "creation" and file.extension : "js"] as event0
  [process where event.action == "start" and process.args_count == 2 and
   (stringContains~(process.command_line, event0.file.name) or process.name : "node.exe") and
   descendant of [process where process.name : "npm.exe"]]`;

const CASES = `from logs-aws.cloudtrail-*
| eval kind = case(user.name like "svc-*", "service", user.name is not null, user.roles, "nobody")
| stats kinds = count_distinct(kind) by cloud.region
| where kinds > 2`;

const RULES = [
  {
    platform: 'elastic_endpoint',
    path: 'behavior/rules/script.toml',
    text: `[rule]\nid = "script"\nname = "Script"\nos_list = ["windows"]\nquery = '''\n${SEQUENCE}\n'''\n`,
  },
  {
    platform: 'elastic',
    path: 'rules/kinds.toml',
    text: `[rule]\nname = "Kinds"\nrule_id = "kinds"\nseverity = "low"\ntype = "esql"\nlanguage = "esql"\nquery = '''${CASES}'''\n`,
  },
  {
    platform: 'chronicle',
    path: 'rules/listed.yaral',
    text: 'rule listed {\n  events:\n    $e.metadata.event_type = "USER_LOGIN"\n    not $e.principal.hostname in regex %servers nocase\n  condition:\n    $e\n}\n',
  },
];

describeOnDatabases('the stages of a rule', (database) => {
  const client = graphqlClient(database);

  beforeAll(async () => {
    await storeAttack(database.store, ATTACK);
    for (const { platform, path, text } of RULES) {
      const { rules, broken } = await compileFiles(platformById(platform), [{ path, text }]);
      expect(broken).toEqual([]);
      await importRules(database.store, platform, rules);
    }
  });

  test('a step says what is asked of its event together with another one, and of which step ancestors are', async () => {
    const { rule } = await client.data(STAGES, { platform: 'elastic_endpoint', ruleId: 'script' });
    expect(rule).toMatchObject({
      effect: 'CONTRIBUTES',
      parseStatus: 'FULL',
      stages: [
        { __typename: 'FilterStage' },
        {
          __typename: 'SequenceStage',
          ordered: true,
          windowSeconds: 60,
          steps: [
            { name: 'event0', relation: null, runs: 1, missing: false, ruleId: null },
            {
              name: null,
              condition: 'event.category eq "process"\nevent.action eq "start"\nprocess.args_count eq 2',
              relation:
                'process.command_line field_contains~ event0.file.name or process.name eq~ "node.exe"',
            },
          ],
        },
        {
          __typename: 'JoinStage',
          type: 'SEMI',
          with: 'events of ancestors',
          condition: 'event.category eq "process"\nprocess.name eq~ "npm.exe"',
          on: ['step 2 process.Ext.ancestry = process.entity_id'],
          ofList: false,
        },
      ],
    });
  });

  test('a column says what it is computed over case by case', async () => {
    const { rule } = await client.data(STAGES, { platform: 'elastic', ruleId: 'kinds' });
    const [, aggregate] = rule.stages;
    expect(aggregate).toMatchObject({
      __typename: 'AggregateStage',
      by: ['cloud.region'],
      having: ['kinds gt 2'],
    });
    expect(aggregate.columns).toMatchObject([
      {
        name: 'kinds',
        function: 'CARDINALITY',
        field: null,
        condition: null,
        cases: [
          { condition: expect.stringContaining('user.name starts_with "svc-"'), value: '"service"' },
          { condition: expect.stringContaining('user.name exists'), value: 'user.roles' },
          { value: '"nobody"' },
        ],
      },
    ]);
  });

  test('a join says that its records are a list of which the catalog knows nothing', async () => {
    const { rule } = await client.data(STAGES, { platform: 'chronicle', ruleId: 'listed' });
    expect(rule).toMatchObject({
      parseStatus: 'FULL',
      condition: {
        text: 'metadata.event_type eq "USER_LOGIN"\nopaque "not $e.principal.hostname in regex %servers nocase"',
      },
      stages: [
        { __typename: 'FilterStage' },
        {
          __typename: 'JoinStage',
          type: 'ANTI',
          with: '%servers',
          condition: null,
          on: ['principal.hostname regex~ value'],
          ofList: true,
        },
      ],
    });
  });
});

// Every list: its filters, its orders, and that its pages come to the end without gaps or repeats.
import { beforeAll, describe, expect, test } from 'vitest';
import { ELASTIC_RULES, PANTHER_RULES, SIGMA_RULES, importCorpus } from '../support/corpus.ts';
import { describeOnDatabases } from '../support/databases.ts';
import { graphqlClient } from '../support/graphql-client.ts';
import type { Data, GraphqlClient } from '../support/graphql-client.ts';

const RULE_COUNT = PANTHER_RULES.length + ELASTIC_RULES.length + SIGMA_RULES.length;

/** Walks a connection in small pages; `select` says what tells its nodes apart. */
async function walk(
  client: GraphqlClient,
  field: string,
  args: string,
  key: string,
): Promise<readonly string[]> {
  const seen: string[] = [];
  let after: string | null = null;
  for (let page = 0; page < 100; page++) {
    const data: Data = await client.data(
      `query ($after: String) {
        list: ${field}(first: 2, after: $after ${args}) {
          totalCount nodes { ${key} } edges { cursor node { ${key} } }
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        }
      }`,
      { after },
    );
    const { nodes, edges, pageInfo, totalCount } = data.list;
    expect(edges.map((edge: Data) => edge.node)).toEqual(nodes);
    expect(pageInfo.startCursor).toBe(edges[0]?.cursor ?? null);
    expect(pageInfo.endCursor).toBe(edges.at(-1)?.cursor ?? null);
    expect(pageInfo.hasPreviousPage).toBe(page > 0);
    seen.push(...nodes.map((node: Data) => node[key]));
    if (!pageInfo.hasNextPage) {
      expect(seen).toHaveLength(totalCount);
      expect(new Set(seen).size).toBe(seen.length);
      return seen;
    }
    after = pageInfo.endCursor;
  }
  throw new Error('the list does not end');
}

describeOnDatabases('lists', (database) => {
  const client = graphqlClient(database);
  beforeAll(() => importCorpus(database.store));

  const rules = async (args: string): Promise<readonly string[]> => {
    const { list } = await client.data(`{ list: rules${args} { totalCount nodes { ruleId } } }`);
    expect(list.totalCount).toBe(list.nodes.length);
    return list.nodes.map(({ ruleId }: Data) => ruleId).sort();
  };

  describe('come to their end in pages', () => {
    test.each([
      ['rules', '', 'id'],
      ['rules', 'orderBy: { field: SEVERITY, direction: DESC }', 'id'],
      ['rules', 'orderBy: { field: SEVERITY, direction: ASC }', 'id'],
      ['rules', 'orderBy: { field: CHANGED_AT, direction: DESC }', 'id'],
      ['rules', 'orderBy: { field: TITLE, direction: DESC }', 'id'],
      ['searchRules', 'text: "createimage or command"', 'id'],
      ['indicators', '', 'id'],
      ['indicators', 'orderBy: { field: PLATFORM_COUNT }', 'id'],
      ['indicators', 'orderBy: { field: VALUE, direction: ASC }', 'id'],
      ['exclusions', '', 'id'],
      ['rulesSharingIndicator', 'field: "event.action" kind: EQ value: "CreateImage"', 'id'],
      ['rulesMatchingValue', 'value: "CreateImage"', 'id'],
      ['rulesSuppressing', 'field: "userIdentity.invokedBy" value: "x.amazonaws.com"', 'id'],
      ['actions', '', 'id'],
      ['actions', 'orderBy: { field: OPERATION, direction: ASC }', 'id'],
      ['techniques', '', 'id'],
      ['techniques', 'orderBy: { field: RULE_COUNT, direction: DESC }', 'id'],
      ['fields', '', 'id'],
      ['fields', 'orderBy: { field: NAME, direction: ASC }', 'id'],
      ['logSources', '', 'id'],
    ])('%s(%s)', async (field, args, key) => {
      const seen = await walk(client, field, args, key);
      expect(seen.length).toBeGreaterThan(0);
    });

    test('in the order asked for, ties included', async () => {
      const titles = await walk(client, 'rules', '', 'title');
      expect(titles).toHaveLength(RULE_COUNT);
      expect(titles).toEqual([...titles].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
      const severities = await client.data(
        '{ rules(orderBy: { field: SEVERITY, direction: DESC }) { nodes { severity } } }',
      );
      expect(severities.rules.nodes[0].severity).toBe('CRITICAL');
      expect(severities.rules.nodes.at(-1).severity).toBeNull();
    });
  });

  test.each([
    ['(platform: "elastic")', ['0001-image']],
    [
      '(filter: { platforms: ["elastic", "panther"] })',
      ['0001-image', 'Ours.EC2.Images', 'Ours.EC2.Stopped'],
    ],
    ['(filter: { platforms: [] })', []],
    ['(filter: { sources: ["panther/ours"] })', ['Ours.EC2.Images', 'Ours.EC2.Stopped']],
    ['(severity: HIGH)', ['Ours.EC2.Images']],
    ['(filter: { severities: [HIGH, CRITICAL] })', ['0001-image', 'Ours.EC2.Images']],
    ['(status: EXPERIMENTAL)', ['0001-image']],
    ['(filter: { statuses: [DEPRECATED] })', ['sig-wild']],
    ['(parseStatus: PARTIAL)', ['sig-opaque']],
    ['(filter: { parseStatuses: [PARTIAL] })', ['sig-opaque']],
    ['(filter: { kinds: [POLICY] })', []],
    ['(filter: { languages: ["kuery"] })', ['0001-image']],
    ['(filter: { licences: ["Apache-2.0"] })', ['Ours.EC2.Images']],
    ['(platform: "sigma", logSource: "aws.cloudtrail")', ['sig-image']],
    ['(platform: "sigma", logSource: "aws")', ['sig-image']],
    ['(filter: { platforms: ["sigma"], logSources: ["aws/-/cloudtrail"] })', ['sig-image']],
    ['(logSource: "aws.cloud")', []],
    ['(technique: "t1204")', ['Ours.EC2.Images', 'sig-encoded', 'sig-image']],
    ['(filter: { techniques: ["T1204.003"] })', ['sig-encoded']],
    ['(technique: "T120")', []],
    ['(tactic: "Execution")', ['Ours.EC2.Images']],
    ['(filter: { tactics: ["TA0002", "exfiltration"] })', ['0001-image', 'Ours.EC2.Images']],
    ['(filter: { fields: ["error.code"] })', ['Ours.EC2.Images']],
    [
      '(filter: { indicator: { field: "event.action", kind: IN, value: "CREATEIMAGE" } })',
      ['0001-image', 'Ours.EC2.Images', 'sig-image'],
    ],
    [
      '(filter: { indicator: { field: "event.action", kind: EQ, value: "CreateImage" } })',
      ['0001-image', 'Ours.EC2.Images', 'sig-image'],
    ],
    ['(filter: { indicator: { field: "process.command_line", kind: WILDCARD } })', ['sig-wild']],
    ['(filter: { actions: ["stopinstances"] })', ['Ours.EC2.Stopped']],
    ['(filter: { actions: ["EC2.amazonaws.com:StopInstances"] })', ['Ours.EC2.Stopped']],
    ['(tag: "attack.T1204")', ['sig-image']],
    ['(filter: { tags: ["aws"] })', ['Ours.EC2.Images']],
    ['(filter: { titlePrefix: "EC2 " })', ['Ours.EC2.Images', 'Ours.EC2.Stopped']],
    ['(filter: { titlePrefix: "%" })', []],
    ['(platform: "panther", filter: { changedSince: "2026-01-03" })', []],
    [
      '(filter: { changedSince: "2026-01-02T04:04:05+01:00", platforms: ["panther"] })',
      ['Ours.EC2.Images', 'Ours.EC2.Stopped'],
    ],
    ['(platform: "panther", filter: { platforms: ["sigma"] })', []],
  ])('rules%s', async (args, expected) => {
    expect(await rules(args)).toEqual(expected);
  });

  const ids = async (field: string): Promise<readonly string[]> => {
    const { list } = await client.data(`{ list: ${field} { totalCount nodes { ruleId } } }`);
    expect(list.totalCount).toBe(list.nodes.length);
    return list.nodes.map(({ ruleId }: Data) => ruleId).sort();
  };

  test.each([
    ['rulesMatchingValue(value: "cmd.exe /c xcalc.exe")', ['sig-wild']],
    ['rulesMatchingValue(value: "CMD.EXE /C xCALC", field: "CommandLine")', ['sig-wild']],
    ['rulesMatchingValue(value: "CMD.EXE /C xCALC", field: "Image")', []],
    ['rulesMatchingValue(value: "powershell -enc abc", field: "process.command_line")', ['sig-encoded']],
    ['rulesMatchingValue(value: "cmd.exe /c 12")', ['sig-regex']],
    ['rulesMatchingValue(value: "CMD.exe /c 12")', []],
    ['rulesMatchingValue(value: "whoami /priv")', ['sig-all']],
    ['rulesMatchingValue(value: "whoami")', []],
    ['rulesMatchingValue(value: "CreateImage")', ['0001-image', 'Ours.EC2.Images', 'sig-image']],
    ['rulesMatchingValue(value: "createimage")', ['0001-image', 'sig-image']],
    ['rulesMatchingValue(value: "10.1.2.3")', ['sig-cidr']],
    ['rulesMatchingValue(value: "11.1.2.3")', []],
    ['rulesMatchingValue(value: "createimage")', ['0001-image', 'sig-image']],
    ['rulesMatchingValue(value: "CreateImage")', ['0001-image', 'Ours.EC2.Images', 'sig-image']],
    ['rulesMatchingValue(value: "100%")', []],
    ['rulesSuppressing(field: "process.executable", value: "C:\\\\Windows\\\\SVCHOST.EXE")', ['sig-cidr']],
    ['rulesSuppressing(field: "process.executable", value: "svchost.exe")', []],
    ['rulesSharingIndicator(field: "event.action", kind: EQ, value: "CopyImage")', ['Ours.EC2.Images']],
    ['searchRules(text: "machine images")', ['Ours.EC2.Images']],
    ['searchRules(text: "ec2.amazonaws.com", filter: { platforms: ["sigma"] })', ['sig-image']],
    ['searchRules(text: "images -machine -cloud -svchost")', ['0001-image']],
    ['searchRules(text: "\\"")', []],
  ])('%s', async (field, expected) => {
    expect(await ids(field)).toEqual(expected);
  });

  const values = async (field: string, select: string): Promise<readonly Data[]> => {
    const { list } = await client.data(`{ list: ${field} { totalCount nodes { ${select} } } }`);
    expect(list.totalCount).toBe(list.nodes.length);
    return list.nodes.map((node: Data) => node[select]);
  };

  test.each([
    ['indicators(field: "destination.ip")', 'value', ['10.0.0.0/8']],
    ['indicators(filter: { field: "event.action", valuePrefix: "STOP" })', 'value', ['StopInstances']],
    ['indicators(filter: { valueContains: "PyIm" })', 'value', ['CopyImage']],
    ['indicators(filter: { value: "copyimage" })', 'value', ['CopyImage']],
    ['indicators(kind: CIDR)', 'value', ['10.0.0.0/8']],
    ['indicators(filter: { minRuleCount: 100 })', 'value', []],
    [
      'indicators(filter: { platform: "elastic", minPlatformCount: 3 })',
      'value',
      ['ec2.amazonaws.com', 'CreateImage'],
    ],
    ['exclusions(filter: { platform: "sigma" })', 'value', ['\\svchost.exe']],
    ['exclusions(kind: EQ)', 'value', ['AWS Internal']],
    ['actions(logSource: "aws.cloudtrail", filter: { operationPrefix: "copy" })', 'operation', ['CopyImage']],
    ['actions(filter: { qualifier: "EC2.amazonaws.com", minRuleCount: 2 })', 'operation', ['CreateImage']],
    ['actions(filter: { minPlatformCount: 3 })', 'operation', ['CreateImage']],
    ['actions(filter: { weak: false, minPlatformCount: 3 })', 'operation', ['CreateImage']],
    ['techniques(tactic: "exfiltration")', 'attackId', ['T1537']],
    ['techniques(filter: { subtechnique: true })', 'attackId', ['T1204.003']],
    ['techniques(filter: { minRuleCount: 2 })', 'attackId', ['T1204']],
    ['techniques(filter: { tactic: "TA0002", maxRuleCount: 1, subtechnique: false })', 'attackId', ['T1059']],
    ['fields(filter: { namePrefix: "PROCESS.c" })', 'name', ['process.command_line']],
    ['fields(filter: { nameContains: "ERROR" })', 'name', ['error.code']],
    ['fields(filter: { nativeName: "errorCode" })', 'name', ['error.code']],
    ['fields(filter: { platform: "elastic", minRuleCount: 4 })', 'name', ['event.provider', 'event.action']],
    ['logSources(product: "windows")', 'name', ['windows.process_creation']],
  ])('%s', async (field, select, expected) => {
    expect(await values(field, select)).toEqual(expected);
  });
});

/**
 * Rules that stand on a list which their repository does not hold (docs/decisions/0012): whatever the list says, the engine does not. An event
 * that fails the rest is unmatched; one that satisfies it is undecided, whether the list must hold it or must not.
 */
import { describe, expect, it } from 'vitest';
import type { CatalogRule } from '../../src/analysis/catalog-rule.ts';
import type { SourceFile } from '../../src/platforms/platform.ts';
import { compileFiles, judge, platformById } from '../support/golden-case.ts';

interface Written {
  readonly platform: string;
  readonly files: readonly SourceFile[];
  readonly hit: unknown;
  readonly miss: unknown;
}

const UDM = { metadata: { event_type: 'PROCESS_LAUNCH' }, principal: { hostname: 'a', ip: ['192.0.2.1'] } };

function chronicle(predicate: string): Written {
  const text = `rule listed {\n  events:\n    $e.metadata.event_type = "PROCESS_LAUNCH"\n    ${predicate}\n  condition:\n    $e\n}\n`;
  return {
    platform: 'chronicle',
    files: [{ path: 'listed.yaral', text }],
    hit: UDM,
    miss: { ...UDM, metadata: { event_type: 'FILE_CREATION' } },
  };
}

const SPLUNK = {
  sourcetype: 'aws:cloudtrail',
  eventName: 'StopLogging',
  user: 'maya',
  awsRegion: 'eu-west-1',
};

function splunk(rest: string): Written {
  const search = `sourcetype=aws:cloudtrail eventName=StopLogging ${rest}`;
  const text = `name: Listed\nid: listed\nstatus: production\ntype: TTP\nsearch: >-\n  ${search}\n`;
  return {
    platform: 'splunk',
    files: [{ path: 'detections/listed.yml', text }],
    hit: SPLUNK,
    miss: { ...SPLUNK, eventName: 'StartLogging' },
  };
}

const CLOUDTRAIL = {
  eventSource: 'cloudtrail.amazonaws.com',
  eventName: 'StopLogging',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '192.0.2.1',
  userIdentity: { arn: 'arn:aws:iam::111122223333:user/maya' },
};
const OTHER_CALL = { ...CLOUDTRAIL, eventName: 'StartLogging' };

function kusto(query: string): Written {
  const body = query.replaceAll('\n', '\n  ');
  const text = `id: listed\nname: Listed\nkind: NRT\nseverity: Low\nquery: |\n  ${body}\n`;
  return {
    platform: 'sentinel',
    files: [{ path: 'Detections/AWSCloudTrail/listed.yaml', text }],
    hit: { EventName: 'StopLogging', SourceIpAddress: '192.0.2.1', Type: 'AWSCloudTrail' },
    miss: { EventName: 'StartLogging', SourceIpAddress: '192.0.2.1', Type: 'AWSCloudTrail' },
  };
}

function esql(pipes: string): Written {
  const query = `from logs-aws.cloudtrail-*\n| where event.action == "StopLogging"\n${pipes}`;
  const head =
    '[rule]\nname = "Listed"\nrule_id = "listed"\nseverity = "low"\ntype = "esql"\nlanguage = "esql"';
  const ecs = { ecs: { version: '8.11.0' }, event: { action: 'StopLogging' }, user: { name: 'maya' } };
  return {
    platform: 'elastic',
    files: [{ path: 'rules/listed.toml', text: `${head}\nquery = '''${query}'''\n` }],
    hit: ecs,
    miss: { ...ecs, event: { action: 'StartLogging' } },
  };
}

function sigma(selection: string): Written {
  const text = `title: Listed\nid: listed\nlogsource:\n  product: aws\n  service: cloudtrail\ndetection:\n  selection:\n    eventName: StopLogging\n  other:\n    ${selection}\n  condition: selection and other\n`;
  return {
    platform: 'sigma',
    files: [{ path: 'rules/listed.yml', text }],
    hit: CLOUDTRAIL,
    miss: OTHER_CALL,
  };
}

function python(expression: string): Written {
  const head =
    'AnalysisType: rule\nRuleID: Listed\nFilename: listed.py\nEnabled: true\nSeverity: Low\nLogTypes:\n  - AWS.CloudTrail\n';
  const body = `from panther_lists import members\n\n\ndef rule(event):\n    return event.get("eventName") == "StopLogging" and ${expression}\n`;
  return {
    platform: 'panther',
    files: [
      { path: 'rules/listed.yml', text: head },
      { path: 'rules/listed.py', text: body },
    ],
    hit: { ...CLOUDTRAIL, p_log_type: 'AWS.CloudTrail' },
    miss: { ...OTHER_CALL, p_log_type: 'AWS.CloudTrail' },
  };
}

function sql(where: string): Written {
  const text = `AnalysisType: scheduled_query\nQueryName: Listed\nEnabled: true\nQuery: |-\n  SELECT * FROM panther_logs.public.aws_cloudtrail WHERE eventName = 'StopLogging' AND ${where}\n`;
  const head =
    'AnalysisType: scheduled_rule\nRuleID: Listed\nFilename: listed.py\nEnabled: true\nSeverity: Low\nScheduledQueries:\n  - Listed\n';
  return {
    platform: 'panther',
    files: [
      { path: 'queries/listed.yml', text },
      { path: 'rules/listed.yml', text: head },
      { path: 'rules/listed.py', text: 'def rule(_):\n    return True\n' },
    ],
    hit: { ...CLOUDTRAIL, p_log_type: 'AWS.CloudTrail' },
    miss: { ...OTHER_CALL, p_log_type: 'AWS.CloudTrail' },
  };
}

const EXTERNAL = 'externaldata(address: string)["https://example.com/list.csv"]';

/** With the parse status: `FULL` where a join tells which field, which list, and how they are compared. */
const CASES: readonly (readonly [name: string, status: string, rule: Written])[] = [
  ['YARA-L: in a reference list', 'FULL', chronicle('$e.principal.hostname in %servers')],
  ['YARA-L: in none', 'FULL', chronicle('not $e.principal.hostname in regex %servers')],
  ['YARA-L: a network', 'FULL', chronicle('$e.principal.ip in cidr %offices')],
  [
    'YARA-L: in a list, or',
    'PARTIAL',
    chronicle('$e.principal.hostname in %a or $e.principal.hostname = "b"'),
  ],
  [
    'SPL: a column of a look-up table',
    'FULL',
    splunk('| lookup allowed region as awsRegion OUTPUT ok | search ok=false'),
  ],
  [
    'SPL: another column',
    'FULL',
    splunk('| lookup allowed region as awsRegion OUTPUT ok | where ok!="true"'),
  ],
  [
    'SPL: no row of a look-up table',
    'FULL',
    splunk('| lookup allowed region as awsRegion OUTPUT ok | where isnull(ok)'),
  ],
  ['SPL: in a look-up table', 'FULL', splunk('[| inputlookup administrators | fields user]')],
  ['SPL: in none', 'FULL', splunk('NOT [| inputlookup administrators | fields user]')],
  [
    'Kusto: in a watchlist',
    'FULL',
    kusto(
      "AWSCloudTrail\n| where EventName == 'StopLogging'\n| where SourceIpAddress in ((_GetWatchlist('offices') | project SearchKey))",
    ),
  ],
  [
    'Kusto: in none',
    'FULL',
    kusto(
      "let known = _GetWatchlist('offices') | project SearchKey;\nAWSCloudTrail\n| where EventName == 'StopLogging' and SourceIpAddress !in (known)",
    ),
  ],
  [
    'Kusto: joined with a file',
    'FULL',
    kusto(
      `let bad = ${EXTERNAL};\nAWSCloudTrail\n| where EventName == 'StopLogging'\n| join kind=inner bad on $left.SourceIpAddress == $right.address`,
    ),
  ],
  [
    'Kusto: not in a file',
    'FULL',
    kusto(
      `let known = ${EXTERNAL};\nAWSCloudTrail\n| where EventName == 'StopLogging'\n| join kind=leftanti known on $left.SourceIpAddress == $right.address`,
    ),
  ],
  [
    'Kusto: a column of a watchlist',
    'PARTIAL',
    kusto(
      "AWSCloudTrail\n| where EventName == 'StopLogging'\n| lookup kind=leftouter (_GetWatchlist('offices')) on $left.SourceIpAddress == $right.SearchKey\n| where Kind == 'branch'",
    ),
  ],
  [
    'Kusto: in a watchlist, in one part of a union',
    'FULL',
    kusto(
      "union\n(AWSCloudTrail\n| where EventName == 'StopLogging'\n| where SourceIpAddress in ((_GetWatchlist('offices') | project SearchKey))),\n(AzureActivity\n| where OperationNameValue == 'x')",
    ),
  ],
  [
    'Kusto: in a watchlist, or',
    'PARTIAL',
    kusto(
      "AWSCloudTrail\n| where EventName == 'StopLogging'\n| where SourceIpAddress in ((_GetWatchlist('offices') | project SearchKey)) or SourceIpAddress == '198.51.100.1'",
    ),
  ],
  [
    'ES|QL: a column of a look-up index',
    'PARTIAL',
    esql('| lookup join people on user.name\n| where department == "finance"'),
  ],
  [
    'ES|QL: a column of an enrich policy',
    'PARTIAL',
    esql('| enrich people on user.name with department\n| where department != "finance"'),
  ],
  ['Sigma: a placeholder', 'PARTIAL', sigma('awsRegion|expand: "%regions%"')],
  [
    'Python: a list of a module that is not there',
    'PARTIAL',
    python('event.get("awsRegion") in members("regions")'),
  ],
  [
    'SQL: in a look-up table',
    'FULL',
    sql('awsRegion IN (SELECT region FROM panther_lookups.public.regions)'),
  ],
  ['SQL: in none', 'FULL', sql('awsRegion NOT IN (SELECT region FROM panther_lookups.public.regions)')],
];

async function compiled({ platform, files }: Written): Promise<CatalogRule> {
  const { rules, broken } = await compileFiles(platformById(platform), files);
  expect(broken).toEqual([]);
  const [rule] = rules;
  if (rule === undefined) throw new Error('there is no rule');
  return rule;
}

describe('a rule on a list that its source does not hold', () => {
  it.each(CASES)('%s', async (_name, status, written) => {
    const rule = await compiled(written);
    expect([judge(rule, written.hit), judge(rule, written.miss), rule.rule.parseStatus]).toEqual([
      'undecided',
      'unmatched',
      status,
    ]);
  });
});

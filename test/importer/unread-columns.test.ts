/** A rule that decides by a column whose computation is kept as text: of an event that passes its filter nobody knows whether it helps the rule to alert. */
import { expect, it } from 'vitest';
import { compileRules } from '../../src/engine/engine.ts';
import { needsMoreThanOneEvent } from '../../src/rule/one-event.ts';
import { compileFiles, platformById } from '../support/golden-case.ts';

interface Written {
  readonly platform: string;
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

function splunk(search: string): Written {
  const text = `name: A\nid: a\nstatus: production\ntype: TTP\nsearch: >-\n  ${search}\n`;
  return { platform: 'splunk', files: [{ path: 'detections/a.yml', text }] };
}

function sentinel(query: string): Written {
  const text = `id: a\nname: A\nkind: NRT\nseverity: Low\nquery: |\n  ${query}\n`;
  return { platform: 'sentinel', files: [{ path: 'Detections/a.yaml', text }] };
}

function elastic(query: string): Written {
  const text = `[rule]\nname = "A"\nrule_id = "a"\nseverity = "low"\ntype = "esql"\nlanguage = "esql"\nquery = '''${query}'''\n`;
  return { platform: 'elastic', files: [{ path: 'rules/a.toml', text }] };
}

function panther(query: string): Written {
  const rule =
    'AnalysisType: scheduled_rule\nFilename: a.py\nRuleID: A\nEnabled: true\nSeverity: Low\nScheduledQueries: [Q]\n';
  const scheduled = `AnalysisType: scheduled_query\nQueryName: Q\nEnabled: true\nQuery: |-\n  ${query}\nSchedule: { RateMinutes: 60, TimeoutMinutes: 5 }\n`;
  return {
    platform: 'panther',
    files: [
      { path: 'rules/a.yml', text: rule },
      { path: 'rules/a.py', text: 'def rule(_):\n    return True\n' },
      { path: 'queries/a.yml', text: scheduled },
    ],
  };
}

const row = { sourcetype: 'aws:cloudtrail', source: 'aws', index: 'main', user: 'ann' };
const signIn = { TimeGenerated: '2026-03-02T08:14:05Z', Type: 'SigninLogs', UserPrincipalName: 'ann' };
const ecs = { ecs: { version: '8.11.0' }, event: { dataset: 'aws.cloudtrail' }, user: { name: 'ann' } };
const record = {
  eventVersion: '1',
  eventSource: 'a.amazonaws.com',
  awsRegion: 'eu',
  userIdentity: { userName: 'ann' },
};

const CASES: readonly (readonly [
  language: string,
  of: (column: string) => Written,
  unread: string,
  read: string,
  passes: object,
  fails: object,
])[] = [
  [
    'SPL',
    (column) =>
      splunk(`sourcetype=aws:cloudtrail eventName=A | stats count by user | eval z=${column} | where z=1`),
    'md5(count)',
    'count*2',
    { ...row, eventName: 'A' },
    { ...row, eventName: 'B' },
  ],
  [
    'Kusto',
    (column) =>
      sentinel(
        `SigninLogs | where ResultType == "1" | summarize c = count() by UserPrincipalName | extend z = ${column} | where z == 1`,
      ),
    'hash(c)',
    'c * 2',
    { ...signIn, ResultType: '1' },
    { ...signIn, ResultType: '0' },
  ],
  [
    'ES|QL',
    (column) =>
      elastic(
        `from logs-aws.cloudtrail-* | where event.action == "A" | stats c = count(*) by user.name | eval z = ${column} | where z == 1`,
      ),
    'log10(c)',
    'c * 2',
    { ...ecs, event: { ...ecs.event, action: 'A' } },
    { ...ecs, event: { ...ecs.event, action: 'B' } },
  ],
  [
    'SQL',
    (column) =>
      panther(
        `SELECT ${column} AS z FROM panther_logs.public.aws_cloudtrail WHERE eventName = 'A' GROUP BY userIdentity:userName HAVING z = 1`,
      ),
    'MAX_BY(awsRegion, eventTime)',
    'COUNT(*)',
    { ...record, eventName: 'A' },
    { ...record, eventName: 'B' },
  ],
];

it.each(CASES)('in %s', async (_language, of, unread, read, passes, fails) => {
  expect(await judged(of(unread), passes)).toBe('undecided');
  expect(await judged(of(unread), fails)).toBe('unmatched');
  expect(await judged(of(read), passes)).toBe('matched');
});

it('not where only the key of the group is unread, or what it is joined with', async () => {
  const search =
    'sourcetype=aws:cloudtrail eventName=A | eval u=md5(user) | stats count by u | where count>1';
  expect(await judged(splunk(search), { ...row, eventName: 'A' })).toBe('matched');
  const joined =
    'SigninLogs | where ResultType == "1" | join kind=inner (AuditLogs | summarize c = count() by Id | extend z = hash(c) | where z == 1) on Id';
  expect(await judged(sentinel(joined), { ...signIn, ResultType: '1' })).toBe('matched');
});

async function judged({ platform, files }: Written, event: object): Promise<string> {
  const { rules, broken } = await compileFiles(platformById(platform), files);
  expect(broken).toEqual([]);
  const engine = compileRules(
    rules.map(({ rule }) => ({ ...rule, needsMoreEvents: needsMoreThanOneEvent(rule.stages) })),
  );
  const { matches, undecided } = engine.evaluate(event);
  if (matches.length > 0) return 'matched';
  return undecided.length > 0 ? 'undecided' : 'unmatched';
}

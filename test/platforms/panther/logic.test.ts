import { describe, expect, it } from 'vitest';
import { logSourcesFit, originOf } from '../../../src/fields/event-origin.ts';
import { logSource } from '../../../src/rule/log-source.ts';
import { read, readOne, REPOSITORY, RULE_PYTHON, RULE_YAML, ruleWith } from './repository.ts';
import { withThresholds } from '../../support/thresholds.ts';

describe('Threshold', () => {
  const dedup = `${RULE_PYTHON}\ndef dedup(event):\n    return event.get("sourceIPAddress")\n`;

  it('of one is no stage', () => {
    expect(readOne(ruleWith('Threshold: 1\n')).stages).toEqual([]);
  });

  it('counts matches of a group within the dedup period', () => {
    const { stages } = readOne(ruleWith('Threshold: 5\nDedupPeriodMinutes: 15\n', dedup));
    expect(withThresholds(stages.map(({ stage }) => stage))).toMatchObject([
      {
        kind: 'aggregate',
        by: [{ native: 'dedup()' }],
        window: 900,
        having: [{ function: 'count', field: null, operator: 'gte', value: 5 }],
      },
    ]);
    expect(stages).toMatchObject([{ queries: [] }]);
  });

  it('groups by the title without dedup(), within an hour by default', () => {
    const python = `${RULE_PYTHON}\ndef title(event):\n    return "x"\n`;
    expect(readOne(ruleWith('Threshold: 5\n', python)).stages[0]!.stage).toMatchObject({
      by: [{ native: 'title()' }],
      window: 3600,
    });
  });

  it('counts distinct results of unique()', () => {
    const python = `${dedup}\ndef unique(event):\n    return event.get("awsRegion")\n`;
    const { stages } = readOne(ruleWith('Threshold: 3\n', python));
    expect(withThresholds(stages.map(({ stage }) => stage))).toMatchObject([
      { having: [{ function: 'cardinality', field: { native: 'unique()' }, value: 3 }] },
    ]);
  });
});

describe('a simple detection', () => {
  const detection = `AnalysisType: rule
RuleID: Example.Simple
LogTypes: [GitHub.Audit]
Severity: Info
Threshold: 2
GroupBy:
  - KeyPath: actor.name
Detection:
  - Key: action
    Condition: Equals
    Value: repo.destroy # gone
AlertTitle: '{actor.name} destroyed { repo }'
AlertContext:
  - KeyName: who
    KeyValue: { DeepKey: [actor, id] }
`;

  it('has the section of its YAML as body and query', () => {
    const section = 'Detection:\n  - Key: action\n    Condition: Equals\n    Value: repo.destroy # gone';
    expect(readOne({ 'a.yml': detection })).toMatchObject({
      language: 'panther_yaml',
      bodyFormat: 'yaml',
      body: section,
      queries: [{ language: 'panther_yaml', text: section, line: 1, column: 1, context: null }],
      logSources: [logSource('github', null, 'audit')],
      stages: [{ stage: { kind: 'aggregate', by: [{ native: 'actor.name' }] } }],
    });
  });

  it('shows what its title and its alert context show', () => {
    expect(readOne({ 'a.yml': detection }).outputFields).toEqual([
      { name: 'name', source: 'actor.name', origin: 'title' },
      { name: 'repo', source: 'repo', origin: 'title' },
      { name: 'who', source: 'actor.id', origin: 'alert_context' },
    ]);
  });

  it('is written anew where it leans on an anchor elsewhere', () => {
    const aliased = detection
      .replace('Severity: Info', 'Severity: Info\nX: &value repo.destroy')
      .replace('repo.destroy # gone', '*value');
    expect(readOne({ 'a.yml': aliased }).queries[0]!.text).toBe(
      'Detection:\n  - Key: action\n    Condition: Equals\n    Value: repo.destroy',
    );
  });

  it('must not have a Python file as well', () => {
    const both = { ...REPOSITORY, 'rules/aws/root_login.yml': `${RULE_YAML}Detection: []\n` };
    expect(readOne(both).diagnostics).toMatchObject([{ code: 'ambiguous_detection', severity: 'error' }]);
  });

  it('has neither: the rule says so', () => {
    const rule = readOne({ 'a.yml': 'AnalysisType: rule\nRuleID: A\n' });
    expect(rule).toMatchObject({
      noQuery: 'missing_field',
      queries: [],
      diagnostics: [{ code: 'missing_field' }],
    });
  });
});

describe('inline filters', () => {
  it('of nothing are none', () => {
    expect(readOne(ruleWith('InlineFilters:\n  - All: []\n')).queries).toHaveLength(1);
  });

  it('stand beneath the Python, as a second query', () => {
    const filters = 'InlineFilters:\n  - KeyPath: awsRegion\n    Condition: Equals\n    Value: eu-west-1';
    const rule = readOne(ruleWith(`${filters}\n`));
    expect(rule.body).toBe(`${RULE_PYTHON}\n${filters}`);
    expect(rule.queries).toMatchObject([
      { language: 'python' },
      { language: 'panther_yaml', text: filters, line: 7, column: 1 },
    ]);
    expect(rule.body.split('\n')[7 - 1]).toBe('InlineFilters:');
  });
});

describe('a scheduled rule', () => {
  const sql = 'SELECT * FROM panther_logs.public.aws_cloudtrail WHERE p_occurs_since(1)';
  const rule = `AnalysisType: scheduled_rule
RuleID: Example.Scheduled
Filename: scheduled.py
ScheduledQueries: [Example Query]
Severity: Low
`;
  const contents = {
    'rules/scheduled.yml': rule,
    'rules/scheduled.py': 'def rule(_):\n    return True\n',
    'queries/query.yml': `AnalysisType: scheduled_query\nQueryName: Example Query\nQuery: ${sql}\n`,
    'rules/other.yml': RULE_YAML,
    'rules/root_login.py': RULE_PYTHON,
  };
  const scheduled = read(contents).rules.find(({ kind }) => kind === 'scheduled_rule')!;

  it('has its SQL as a query that comes before the Python', () => {
    expect(scheduled.body).toBe(`def rule(_):\n    return True\n\n# Scheduled query: Example Query\n${sql}`);
    expect(scheduled.stages).toEqual([
      {
        stage: { kind: 'opaque', reason: 'sql_query', source: sql },
        queries: [{ language: 'sql', text: sql, line: 5, column: 1, context: null }],
        precedes: true,
      },
    ]);
    expect(scheduled.diagnostics).toMatchObject([]);
  });

  it('monitors what the tables of its SQL hold', () => {
    expect(scheduled.logSources).toEqual([logSource('aws', null, 'cloudtrail')]);
    const cloudTrail = originOf([logSource('aws', null, 'cloudtrail')], 'raw');
    expect(logSourcesFit(scheduled.logSources, { ...cloudTrail, categories: [] })).toBe('fits');
  });

  it('says which query it lacks', () => {
    const alone = readOne({ 'a.yml': rule, 'scheduled.py': 'def rule(_):\n    return True\n' });
    expect(alone.stages).toMatchObject([{ stage: { kind: 'opaque', reason: 'missing_query' } }]);
    expect(alone.diagnostics).toMatchObject([{ code: 'missing_query' }]);
  });
});

describe('a derived detection', () => {
  it('has what its base has, but for what it says itself', () => {
    const derived =
      'AnalysisType: rule\nRuleID: Example.Derived\nBaseDetection: Example.Root.Login\nSeverity: Low\n';
    const { rules } = read({ ...REPOSITORY, 'custom/derived.yml': derived });
    expect(rules.find(({ nativeId }) => nativeId === 'Example.Derived')).toMatchObject({
      severity: 'low',
      body: RULE_PYTHON,
      logSources: [logSource('aws', null, 'cloudtrail')],
      path: 'custom/derived.yml',
      diagnostics: [],
    });
  });
});

import { describe, expect, it } from 'vitest';
import type { SourceReading, SourceRule } from '../../../src/platforms/platform.ts';
import { logSource } from '../../../src/rule/log-source.ts';
import { read } from './repository.ts';

function simple(id: string, logType: string): string {
  return `AnalysisType: rule
RuleID: ${id}
LogTypes: [${logType}]
Detection:
  - { Key: action, Condition: Equals, Value: ${id} }
`;
}

const RULES = {
  'rules/first.yml': simple('Example.First', 'Okta.SystemLog'),
  'rules/second.yml': simple('Example.Second', 'AWS.CloudTrail'),
};

function correlationFile(detection: string): string {
  return `AnalysisType: correlation_rule
RuleID: Example.Correlation
Severity: High
Detection:
${detection.replace(/^/gm, '  ')}
Tests:
  - Name: both
    ExpectedResult: true
    RuleOutputs: []
`;
}

function readAll(detection: string, others: Readonly<Record<string, string>> = RULES): SourceReading {
  return read({ ...others, 'correlation_rules/c.yml': correlationFile(detection) });
}

function correlation(detection: string, others: Readonly<Record<string, string>> = RULES): SourceRule {
  return readAll(detection, others).rules.find(({ kind }) => kind === 'correlation')!;
}

const GROUP = `- Group:
    - ID: One
      RuleID: Example.First
      MinMatchCount: 3
    - ID: Two
      RuleID: Example.Second
      Absence: true
  MatchCriteria:
    who:
      - { GroupID: Two, Match: userIdentity.userName }
      - { GroupID: One, Match: actor.alternateId }
  LookbackWindowMinutes: 60
  Schedule: { RateMinutes: 5, TimeoutMinutes: 1 }`;

const SEQUENCE = `- Sequence:
    - { ID: One, RuleID: Example.First }
    - { ID: Two, RuleID: Example.Second }
  Transitions:
    - ID: One then Two
      From: One
      To: Two
      WithinTimeFrameMinutes: 10
      Match:
        - { From: actor.id, To: user.id }
  LookbackWindowMinutes: 60
  Schedule: { RateMinutes: 5, TimeoutMinutes: 1 }`;

describe('a group', () => {
  it('is a sequence in any order, its steps named by their rules, with equal keys', () => {
    const rule = correlation(GROUP);
    expect(rule).toMatchObject({
      kind: 'correlation',
      queries: [],
      noQuery: null,
      tests: [],
      diagnostics: [],
    });
    expect(rule.stages).toMatchObject([
      {
        queries: [],
        stage: {
          kind: 'sequence',
          ordered: false,
          window: 3600,
          by: [],
          until: null,
          steps: [
            {
              name: 'One',
              ruleId: 'panther:Example.First',
              runs: 3,
              missing: false,
              by: [{ native: 'actor.alternateId' }],
              condition: { kind: 'always' },
            },
            {
              name: 'Two',
              ruleId: 'panther:Example.Second',
              runs: 1,
              missing: true,
              by: [{ native: 'userIdentity.userName' }],
            },
          ],
        },
      },
    ]);
  });

  it('shows its detection as body', () => {
    expect(correlation(GROUP).body).toMatch(/^Detection:\n {2}- Group:\n[^]*TimeoutMinutes: 1 \}$/);
    expect(correlation(GROUP).bodyFormat).toBe('yaml');
  });

  it('monitors what its rules monitor', () => {
    expect(correlation(GROUP).logSources).toEqual([
      logSource('okta', null, 'okta'),
      logSource('aws', null, 'cloudtrail'),
    ]);
  });

  it('of a rule that is not there: any log source, and a diagnostic', () => {
    const rule = correlation(GROUP, { 'rules/first.yml': RULES['rules/first.yml'] });
    expect(rule.logSources).toEqual([]);
    expect(rule.diagnostics).toMatchObject([{ code: 'unknown_rule' }]);
  });

  it.each([
    ['MinMatchCount: 1\n  Schedule', 'member_count'],
    ['MatchCriteria:\n    who: [{ GroupID: One, Match: a }]\n  Schedule', 'partial_match_criterion'],
  ])('what stages cannot say stays as text: %s', (lines, reason) => {
    const detection = GROUP.replace(
      lines.startsWith('Match') ? /MatchCriteria:[^]*\n {2}Look/ : /$^/,
      'Look',
    ).replace('Schedule', lines);
    const rule = correlation(detection);
    expect(rule.stages.map(({ stage }) => stage.kind).sort()).toEqual(['opaque', 'sequence']);
    expect(rule.diagnostics).toMatchObject([
      { code: reason, severity: 'error', file: 'correlation_rules/c.yml' },
    ]);
  });

  it('an upper limit of matches stays as text', () => {
    const rule = correlation(GROUP.replace('MinMatchCount: 3', 'MaxMatchCount: 3'));
    expect(rule.diagnostics).toMatchObject([{ code: 'max_match_count' }]);
  });
});

describe('a sequence', () => {
  it('is ordered, its transition’s time frame the window, its match the keys', () => {
    const rule = correlation(SEQUENCE);
    expect(rule.diagnostics).toEqual([]);
    expect(rule.stages).toMatchObject([
      {
        stage: {
          kind: 'sequence',
          ordered: true,
          window: 600,
          steps: [{ by: [{ native: 'actor.id' }] }, { by: [{ native: 'user.id' }] }],
        },
      },
    ]);
  });

  it('has `On` for a field of one name on both sides', () => {
    const rule = correlation(SEQUENCE.replace('From: actor.id, To: user.id', 'On: who'));
    expect(rule.stages[0]!.stage).toMatchObject({
      steps: [{ by: [{ native: 'who' }] }, { by: [{ native: 'who' }] }],
    });
  });

  it('without transitions has the look-back window and no keys', () => {
    const rule = correlation(SEQUENCE.replace(/ {2}Transitions:[^]*\n {2}Look/, '  Look'));
    expect(rule.stages[0]!.stage).toMatchObject({ window: 3600, steps: [{ by: [] }, { by: [] }] });
  });

  it('of three steps linked by differing keys says what it cannot', () => {
    const three = SEQUENCE.replace(
      '  Transitions:',
      '    - { ID: Three, RuleID: Example.First }\n  Transitions:',
    ).replace('  LookbackWindow', '    - { From: Two, To: Three, Match: [{ On: other }] }\n  LookbackWindow');
    const codes = correlation(three).diagnostics.map(({ code }) => code);
    expect(codes).toEqual(['partial_transition', 'transition_window']);
  });
});

describe('without a readable detection', () => {
  it('says that it has neither group nor sequence', () => {
    const rule = correlation('- Something: else');
    expect(rule.stages).toMatchObject([{ stage: { kind: 'opaque', reason: 'missing_field' } }]);
    expect(rule.diagnostics).toMatchObject([{ code: 'missing_field' }]);
  });

  it('says that it has nothing', () => {
    const { rules } = read({ 'c.yml': 'AnalysisType: correlation_rule\nRuleID: C\n' });
    expect(rules[0]).toMatchObject({ noQuery: 'missing_field', stages: [] });
    expect(rules[0]!.diagnostics).toMatchObject([{ code: 'missing_field' }]);
  });
});

describe('the content hash', () => {
  it('changes with a rule that it builds on', () => {
    const other = {
      ...RULES,
      'rules/second.yml': simple('Example.Second', 'AWS.CloudTrail').replace('Equals', 'Contains'),
    };
    expect(correlation(GROUP, other).contentHash).not.toBe(correlation(GROUP).contentHash);
    expect(correlation(GROUP).contentHash).toBe(correlation(GROUP).contentHash);
  });

  it('ends where correlations build on each other in a circle', () => {
    const circle = GROUP.replace('Example.First', 'Example.Correlation');
    expect(correlation(circle).contentHash).toMatch(/^[0-9a-f]{64}$/);
  });
});

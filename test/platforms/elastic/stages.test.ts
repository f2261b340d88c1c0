import { describe, expect, it } from 'vitest';
import { KUERY, QUERY, readOne, ruleFile } from './repository.ts';
import { withThresholds } from '../../support/thresholds.ts';

describe('filters', () => {
  const filter = `[[rule.filters]]
[rule.filters.meta]
negate = true
[rule.filters.query.exists]
field = "a.b"
`;

  it('stand beneath the query as a query of their own', () => {
    const rule = readOne(ruleFile(KUERY, filter));
    const json = JSON.stringify([{ meta: { negate: true }, query: { exists: { field: 'a.b' } } }], null, 2);
    expect(rule.body).toBe(`${QUERY}\n// filters\n${json}`);
    expect(rule.queries).toMatchObject([
      { language: 'kuery' },
      { language: 'kibana_filter', text: json, line: 4 },
    ]);
    expect(rule.body.split('\n')[4 - 1]).toBe('[');
  });
});

describe('threshold', () => {
  const lines = KUERY.replace('"query"', '"threshold"');

  it('groups by its fields within the look-back of a run', () => {
    const table = `[rule.threshold]
field = ["user.id", "source.ip"]
value = 5
[[rule.threshold.cardinality]]
field = "host.id"
value = 3
`;
    const { stages } = readOne(ruleFile(lines, table));
    expect(stages).toMatchObject([{ queries: [] }]);
    expect(withThresholds(stages.map(({ stage }) => stage))).toMatchObject([
      {
        kind: 'aggregate',
        by: [{ native: 'user.id' }, { native: 'source.ip' }],
        window: 540,
        having: [
          { function: 'count', field: null, operator: 'gte', value: 5 },
          { function: 'cardinality', field: { native: 'host.id' }, operator: 'gte', value: 3 },
        ],
      },
    ]);
  });

  it.each([
    '',
    '[rule.threshold]\nfield = ["a"]',
    '[rule.threshold]\nvalue = 1\ncardinality = [{ field = "a" }]',
  ])('that lacks a number is not silently another rule: %j', (table) => {
    const rule = readOne(ruleFile(lines, table));
    expect(rule.stages).toMatchObject([{ stage: { kind: 'opaque', reason: 'missing_field' } }]);
    expect(rule.diagnostics).toMatchObject([{ code: 'missing_field', severity: 'error' }]);
  });
});

describe('new terms', () => {
  const lines = KUERY.replace('"query"', '"new_terms"');

  it('has its fields and its history', () => {
    const table = `[rule.new_terms]
field = "new_terms_fields"
value = ["user.id", "source.ip"]
[[rule.new_terms.history_window_start]]
field = "history_window_start"
value = "now-14d"
`;
    expect(readOne(ruleFile(lines, table)).stages).toMatchObject([
      {
        stage: {
          kind: 'new_terms',
          fields: [{ native: 'user.id' }, { native: 'source.ip' }],
          window: 1_209_600,
        },
      },
    ]);
  });

  it('is read in the form of the API as well', () => {
    const api = `new_terms_fields = ["user.id"]\nhistory_window_start = "now-1w/d"\n${lines}`;
    expect(readOne(ruleFile(api)).stages).toMatchObject([
      { stage: { kind: 'new_terms', fields: [{ native: 'user.id' }], window: 604_800 } },
    ]);
  });

  it('without fields says so', () => {
    expect(readOne(ruleFile(lines)).diagnostics).toMatchObject([{ code: 'missing_field' }]);
  });
});

describe('indicator match', () => {
  const lines = `${KUERY.replace('"query"', '"threat_match"')}
threat_index = ["logs-ti_*", "filebeat-*"]
threat_query = "threat.indicator.ip:*"
threat_language = "kuery"
`;
  const mapping = `[[rule.threat_mapping]]
[[rule.threat_mapping.entries]]
field = "source.ip"
type = "mapping"
value = "threat.indicator.ip"
[[rule.threat_mapping.entries]]
field = "source.port"
type = "mapping"
value = "threat.indicator.port"
[[rule.threat_mapping]]
[[rule.threat_mapping.entries]]
field = "destination.ip"
type = "mapping"
value = "threat.indicator.ip"
`;
  const filters = '[[rule.threat_filters]]\n[rule.threat_filters.query.exists]\nfield = "a"\n';

  it('joins with the indicators, whose query and filters come with the stage', () => {
    const rule = readOne(ruleFile(lines, mapping + filters));
    expect(rule.stages).toMatchObject([
      {
        stage: {
          kind: 'join',
          with: 'logs-ti_*, filebeat-*',
          condition: null,
          on: [
            [
              { left: { native: 'source.ip' }, right: { native: 'threat.indicator.ip' } },
              { left: { native: 'source.port' }, right: { native: 'threat.indicator.port' } },
            ],
            [{ left: { native: 'destination.ip' }, right: { native: 'threat.indicator.ip' } }],
          ],
        },
        queries: [
          { language: 'kuery', text: 'threat.indicator.ip:*', line: 4 },
          { language: 'kibana_filter', line: 7 },
        ],
      },
    ]);
    expect(rule.body.split('\n').slice(2, 4)).toEqual(['// threat_query', 'threat.indicator.ip:*']);
    expect(rule.queries).toHaveLength(1);
  });

  it('how old an indicator may be is the window', () => {
    const since = lines.replace(
      '"threat.indicator.ip:*"',
      `'@timestamp >= "now-30d/d" and threat.indicator.ip:*'`,
    );
    const [stage] = readOne(ruleFile(since, mapping)).stages;
    expect(stage).toMatchObject({
      stage: { kind: 'join', window: 2_592_000 },
      queries: [{ text: 'threat.indicator.ip:*', line: 4, column: 31 }],
    });
    const alone = lines.replace('"threat.indicator.ip:*"', `'@timestamp >= "now-30d/d"'`);
    const [ofAge] = readOne(ruleFile(alone, mapping)).stages;
    expect(ofAge).toMatchObject({ stage: { kind: 'join', window: 2_592_000 } });
    expect(ofAge?.queries.map(({ language }) => language)).toEqual([]);
    const other = lines.replace('"threat.indicator.ip:*"', `'@timestamp >= "now-30d/d" and a:b or c:d'`);
    expect(readOne(ruleFile(other, mapping)).stages[0]).toMatchObject({
      stage: { window: null },
      queries: [{ text: '@timestamp >= "now-30d/d" and a:b or c:d' }],
    });
  });

  it('an entry that must not match is not modelled', () => {
    const rule = readOne(ruleFile(lines, mapping.replace('"mapping"', '"mapping"\nnegate = true')));
    expect(rule.stages).toMatchObject([
      { stage: { kind: 'join' } },
      { stage: { kind: 'opaque', reason: 'negated_threat_mapping' } },
    ]);
  });

  it('without a mapping says so', () => {
    expect(readOne(ruleFile(lines)).diagnostics).toMatchObject([{ code: 'missing_field' }]);
  });
});

describe('a type that is not known', () => {
  it('leaves what it asks for beside its query open, and says so', () => {
    const rule = readOne(ruleFile(KUERY.replace('"query"', '"risk_score_match"')));
    expect(rule.stages).toMatchObject([
      { stage: { kind: 'opaque', reason: 'unknown_rule_type', source: 'risk_score_match' } },
    ]);
    expect(rule.diagnostics).toMatchObject([{ code: 'unknown_rule_type', severity: 'error' }]);
  });

  it('is none of those whose logic is the query', () => {
    expect(readOne(ruleFile(KUERY)).stages).toEqual([]);
  });
});

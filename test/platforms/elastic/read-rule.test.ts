import { describe, expect, it } from 'vitest';
import { elastic } from '../../../src/platforms/elastic/index.ts';
import { logSource } from '../../../src/rule/log-source.ts';
import { KUERY, METADATA, QUERY, read, readOne, ruleFile } from './repository.ts';

describe('a rule', () => {
  it('has its head from the file', () => {
    expect(readOne(ruleFile(KUERY))).toMatchObject({
      id: 'elastic:00000000-0000-4000-8000-000000000001',
      platform: 'elastic',
      kind: 'rule',
      title: 'Example',
      description: 'An example.',
      severity: 'medium',
      nativeSeverity: 'medium',
      status: 'stable',
      logSources: [logSource('aws', null, 'cloudtrail')],
      eventSchema: 'ecs',
      language: 'kuery',
      path: 'rules/example.toml',
      authors: ['Example'],
      licence: 'Elastic-2.0',
      references: ['https://example.com/a'],
      tags: ['Domain: Cloud', 'Data Source: AWS'],
      falsePositives: ['Administrators.'],
      created: '2024-03-01',
      modified: '2025-11-30',
      tests: [],
      inverted: false,
      noQuery: null,
      diagnostics: [],
    });
  });

  it('has its query as body and query, beginning at the body’s beginning', () => {
    expect(readOne(ruleFile(KUERY))).toMatchObject({
      body: QUERY,
      bodyFormat: 'kuery',
      queries: [{ language: 'kuery', text: QUERY, line: 1, column: 1, context: null }],
      stages: [],
    });
  });

  it('keeps other licences’ words', () => {
    const text = ruleFile(KUERY).replace('Elastic License v2', 'Elastic License');
    expect(readOne(text).licence).toBe('Elastic License');
  });

  it('shows its investigation fields', () => {
    const table = '[rule.investigation_fields]\nfield_names = ["user.name", "source.ip"]\n';
    expect(readOne(ruleFile(KUERY, table)).outputFields).toEqual([
      { name: 'name', source: 'user.name', origin: 'investigation_fields' },
      { name: 'ip', source: 'source.ip', origin: 'investigation_fields' },
    ]);
  });

  it('has each tactic with its techniques and their sub-techniques', () => {
    const threat = `[[rule.threat]]
framework = "MITRE ATT&CK"
[[rule.threat.technique]]
id = "T1098"
name = "Account Manipulation"
[[rule.threat.technique.subtechnique]]
id = "T1098.001"
[rule.threat.tactic]
id = "TA0003"
name = "Persistence"
[[rule.threat]]
framework = "MITRE ATT&CK"
[rule.threat.tactic]
id = "TA0001"
`;
    expect(readOne(ruleFile(KUERY, threat)).attack).toEqual([
      { technique: 'T1098', tactic: 'TA0003' },
      { technique: 'T1098.001', tactic: 'TA0003' },
      { technique: null, tactic: 'TA0001' },
    ]);
  });

  it('passes over what is not logic', () => {
    const tables = `[rule.alert_suppression]
group_by = ["user.name"]
[[rule.actions]]
group = "default"
[transform]
[[transform.investigate]]
label = "x"
`;
    const rule = readOne(ruleFile(KUERY, tables));
    expect(rule.stages).toEqual([]);
    expect(rule.diagnostics).toEqual([]);
  });

  it('says that an exception list is elsewhere', () => {
    const list = '[[rule.exceptions_list]]\nlist_id = "endpoint_list"\nid = "x"\n';
    expect(readOne(ruleFile(KUERY, list)).diagnostics).toMatchObject([
      { code: 'exceptions_list', severity: 'info' },
    ]);
  });
});

describe('kind and status', () => {
  it.each([
    ['rules/a.toml', 'production', 'stable', 'rule'],
    ['rules/a.toml', 'development', 'experimental', 'rule'],
    ['rules/a.toml', 'deprecated', 'deprecated', 'rule'],
    ['rules/_deprecated/a.toml', 'production', 'deprecated', 'rule'],
    ['rules_building_block/a.toml', 'production', 'stable', 'building_block'],
    ['rules/a.toml', 'odd', 'unknown', 'rule'],
  ])('%s of maturity %s is %s, a %s', (path, maturity, status, kind) => {
    const metadata = METADATA.replace('production', maturity);
    expect(readOne(ruleFile(KUERY, '', metadata), path)).toMatchObject({ status, kind });
  });

  it('a building block says so itself, a switched-off rule is disabled', () => {
    expect(readOne(ruleFile(`building_block_type = "default"\n${KUERY}`)).kind).toBe('building_block');
    expect(readOne(ruleFile(`enabled = false\n${KUERY}`)).status).toBe('disabled');
  });
});

describe('types', () => {
  it.each([
    ['eql', 'process where true', 'eql'],
    ['esql', 'from logs-*', 'esql'],
    ['query', 'a:b', 'lucene'],
  ])('%s in its language', (type, query, language) => {
    const rule = readOne(ruleFile(`type = "${type}"\nlanguage = "${language}"\nquery = "${query}"`));
    expect(rule).toMatchObject({ language, bodyFormat: language, queries: [{ language, text: query }] });
  });

  it.each([
    ['eql', 'eql'],
    ['query', 'kuery'],
    ['esql', 'esql'],
  ])('%s without a language is %s', (type, language) => {
    expect(readOne(ruleFile(`type = "${type}"\nquery = "x"`)).language).toBe(language);
  });

  it('EQL gets the field that its categories are compared with', () => {
    const lines = 'type = "eql"\nevent_category_override = "event.type"\nquery = "process where true"';
    expect(readOne(ruleFile(lines)).queries[0]!.context).toEqual({ eventCategoryField: 'event.type' });
  });

  it('machine learning has no query', () => {
    const lines = 'type = "machine_learning"\nanomaly_threshold = 75\nmachine_learning_job_id = ["a", "b"]';
    expect(readOne(ruleFile(lines))).toMatchObject({
      language: 'machine_learning',
      noQuery: 'machine_learning',
      queries: [],
      body: 'machine_learning_job_id = ["a","b"]\nanomaly_threshold = 75',
      diagnostics: [],
    });
  });

  it.each(['', 'query = ""', 'query = 3'])('a query is missing: %j', (line) => {
    const rule = readOne(ruleFile(`type = "query"\n${line}`));
    expect(rule).toMatchObject({
      noQuery: 'missing_field',
      queries: [],
      diagnostics: [{ code: 'missing_field' }],
    });
    expect(rule.diagnostics[0]!.span!.start.line).toBeGreaterThan(1);
  });
});

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
    expect(readOne(ruleFile(lines, table)).stages).toMatchObject([
      {
        queries: [],
        stage: {
          kind: 'aggregate',
          by: [{ native: 'user.id' }, { native: 'source.ip' }],
          window: 540,
          having: [
            { function: 'count', field: null, operator: 'gte', value: 5 },
            { function: 'cardinality', field: { native: 'host.id' }, operator: 'gte', value: 3 },
          ],
        },
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

describe('hunts', () => {
  const hunt = (query: string, language = '["ES|QL"]'): string => `[hunt]
author = "Example"
description = "An example."
integration = ["aws.cloudtrail"]
uuid = "00000000-0000-4000-8000-000000000002"
name = "Hunt"
language = ${language}
license = "Elastic License v2"
mitre = ["T1580", "TA0007"]
query = ${query}
`;

  it('of one query is a rule', () => {
    expect(
      readOne(hunt('["\\nfrom logs-aws.cloudtrail-*\\n| limit 1"]'), 'hunting/aws/queries/a.toml'),
    ).toMatchObject({
      id: 'elastic:00000000-0000-4000-8000-000000000002',
      kind: 'hunt',
      title: 'Hunt',
      severity: null,
      status: 'unknown',
      language: 'esql',
      body: 'from logs-aws.cloudtrail-*\n| limit 1',
      logSources: [logSource('aws', null, 'cloudtrail')],
      attack: [
        { technique: 'T1580', tactic: null },
        { technique: null, tactic: 'TA0007' },
      ],
    });
  });

  it('of several queries, which are alternatives, is a rule each', () => {
    const { rules } = read({
      'a.toml': hunt(
        '["from logs-* | limit 1", "-- all\\nSELECT * FROM users", "process where true"]',
        '["ES|QL", "SQL", "EQL"]',
      ),
    });
    expect(rules.map(({ nativeId, title, language }) => [nativeId.slice(-2), title, language])).toEqual([
      ['#1', 'Hunt #1', 'esql'],
      ['#2', 'Hunt #2', 'sql'],
      ['#3', 'Hunt #3', 'eql'],
    ]);
  });

  it('without a query is broken', () => {
    expect(read({ 'a.toml': hunt('[]') }).broken).toMatchObject([
      { diagnostics: [{ code: 'missing_field' }] },
    ]);
  });
});

describe('broken and other files', () => {
  it('a file that is no TOML is broken, at its place, and the rest is read', () => {
    const { rules, broken } = read({
      'rules/a.toml': ruleFile(KUERY),
      'rules/b.toml': '[rule]\nname = "x\n',
    });
    expect(rules).toHaveLength(1);
    expect(broken).toMatchObject([
      {
        path: 'rules/b.toml',
        diagnostics: [{ code: 'toml_syntax', file: 'rules/b.toml', span: { start: { line: 2 } } }],
      },
    ]);
  });

  it.each(['rule_id', 'name', 'type'])('a rule without %s is broken', (key) => {
    const text = ruleFile(KUERY).replace(new RegExp(`^${key} = .*$`, 'm'), '');
    const { rules, broken } = read({ 'a.toml': text });
    expect(rules).toEqual([]);
    expect(broken[0]!.diagnostics).toMatchObject([
      { code: 'missing_field', message: `The rule has no ${key}.`, span: { start: { column: 1 } } },
    ]);
  });

  it('a file of metadata alone is broken, another is none of ours', () => {
    const { broken, skippedFileCount } = read({
      'a.toml': METADATA,
      'b.toml': '[tool]\nx = 1\n',
      'c.toml': '',
    });
    expect(broken).toMatchObject([{ path: 'a.toml', diagnostics: [{ code: 'missing_field' }] }]);
    expect(skippedFileCount).toBe(2);
  });

  it('a rule keeps its id where a hunt has it as well', () => {
    const hunt = `[hunt]\nuuid = "00000000-0000-4000-8000-000000000001"\nname = "Hunt"\nlanguage = ["EQL"]\nquery = ["any where true"]\n`;
    const { rules } = read({ 'hunting/h.toml': hunt, 'rules/a.toml': ruleFile(KUERY) });
    expect(rules.map(({ kind, nativeId }) => [kind, nativeId.slice(-3)])).toEqual([
      ['rule', '001'],
      ['hunt', '1@h'],
    ]);
  });

  it('wants TOML that is not a tool’s configuration', () => {
    const wanted = ['rules/a.toml', 'hunting/linux/queries/b.toml', 'mine.toml'];
    const others = ['pyproject.toml', 'README.md', '.github/x.toml', 'rules/.x/a.toml'];
    expect([...wanted, ...others].filter((path) => elastic.wants(path))).toEqual(wanted);
  });

  it('the content hash follows the file', () => {
    expect(readOne(ruleFile(KUERY)).contentHash).toBe(readOne(ruleFile(KUERY)).contentHash);
    expect(readOne(`${ruleFile(KUERY)}#`).contentHash).not.toBe(readOne(ruleFile(KUERY)).contentHash);
  });
});

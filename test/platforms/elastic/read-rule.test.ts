import { describe, expect, it } from 'vitest';
import { logSource } from '../../../src/rule/log-source.ts';
import { KUERY, METADATA, QUERY, readOne, ruleFile } from './repository.ts';

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

it('a name that says so is deprecated', () => {
  expect(readOne(ruleFile(KUERY).replace('name = "Example"', 'name = "Deprecated - Example"')).status).toBe(
    'deprecated',
  );
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

import { describe, expect, it } from 'vitest';
import { panther } from '../../../src/platforms/panther/index.ts';
import { logSource } from '../../../src/rule/log-source.ts';
import { HELPER, read, readOne, REPOSITORY, RULE_PYTHON, RULE_YAML, ruleWith } from './repository.ts';

interface Context {
  modules: ReadonlyMap<string, string>;
  modulePaths: ReadonlyMap<string, string>;
  dataModels: readonly unknown[];
  logTypes: readonly string[];
  entry: string;
}

function contextOf(contents: Readonly<Record<string, string>>): Context {
  return readOne(contents).queries[0]!.context as Context;
}

describe('a Python rule', () => {
  it('has its head from the YAML', () => {
    expect(readOne(REPOSITORY)).toMatchObject({
      id: 'panther:Example.Root.Login',
      platform: 'panther',
      nativeId: 'Example.Root.Login',
      kind: 'rule',
      title: 'Root logged in',
      description: 'The root user signed in to the console.',
      severity: 'high',
      nativeSeverity: 'High',
      status: 'stable',
      logSources: [logSource('aws', null, 'cloudtrail')],
      eventSchema: 'raw',
      path: 'rules/aws/root_login.yml',
      references: ['https://example.com/root'],
      tags: ['Identity'],
      attack: [{ tactic: 'TA0001', technique: 'T1078.004' }],
      inverted: false,
      noQuery: null,
      diagnostics: [],
      stages: [],
    });
  });

  it('has its logic from the Python beside it, with all modules of the source', () => {
    const rule = readOne(REPOSITORY);
    expect(rule.body).toBe(RULE_PYTHON);
    expect(rule.queries).toMatchObject([{ language: 'python', text: RULE_PYTHON, line: 1, column: 1 }]);
    expect(contextOf(REPOSITORY)).toEqual({
      modules: new Map([['example_helpers', HELPER]]),
      modulePaths: new Map([['example_helpers', 'global_helpers/example_helpers.py']]),
      dataModels: [],
      logTypes: ['AWS.CloudTrail'],
      entry: 'rule',
    });
  });

  it('shares one map of modules with all rules of the source', () => {
    const second = RULE_YAML.replace('Example.Root.Login', 'Example.Second');
    const { rules } = read({ ...REPOSITORY, 'rules/aws/second.yml': second });
    const contexts = rules.map(({ queries }) => queries[0]!.context as Context);
    expect(contexts[0]!.modules).toBe(contexts[1]!.modules);
  });

  it('gives each test event its log type: the test’s own, else the event’s, else the rule’s first', () => {
    expect(readOne(REPOSITORY).tests).toEqual([
      {
        name: 'root',
        expected: true,
        event: { eventName: 'ConsoleLogin', userIdentity: { type: 'Root' }, p_log_type: 'AWS.CloudTrail' },
        mocks: {},
      },
      {
        name: 'user',
        expected: false,
        event: { eventName: 'ConsoleLogin', p_log_type: 'Other.Type' },
        mocks: { is_root: false },
      },
    ]);
  });

  it('leaves a test without an expectation out, and says so', () => {
    const yaml = RULE_YAML.replace('    ExpectedResult: true\n', '');
    const rule = readOne({ ...REPOSITORY, 'rules/aws/root_login.yml': yaml });
    expect(rule.tests.map(({ name }) => name)).toEqual(['user']);
    expect(rule.diagnostics).toMatchObject([{ code: 'missing_field', severity: 'warning' }]);
  });

  it('is kept without its Python, with the reason', () => {
    const { 'rules/aws/root_login.py': _, ...rest } = REPOSITORY;
    const rule = readOne(rest);
    expect(rule).toMatchObject({ queries: [], noQuery: 'missing_file', body: '' });
    expect(rule.diagnostics[0]).toMatchObject({
      code: 'missing_file',
      severity: 'error',
      file: 'rules/aws/root_login.yml',
      span: { start: { line: 4, column: 1 } },
    });
  });

  it('reads YAML 1.2: `off` and `On` are texts', () => {
    const yaml = RULE_YAML.replace('eventName: ConsoleLogin\n', 'policy: off\n      On: yes\n');
    const event = readOne({ ...REPOSITORY, 'rules/aws/root_login.yml': yaml }).tests[1]!.event;
    expect(event).toMatchObject({ policy: 'off', On: 'yes' });
  });

  it('warns of a repeated key, of which the last one counts', () => {
    const rule = readOne(ruleWith('Severity: Low\n'));
    expect(rule.severity).toBe('high');
    expect(rule.diagnostics).toMatchObject([{ code: 'repeated_key', severity: 'warning' }]);
  });
});

describe('status', () => {
  it.each([
    ['Status: Deprecated\n', 'deprecated'],
    ['Status: Experimental\n', 'experimental'],
    ['Status: Whatever\n', 'unknown'],
    ['', 'stable'],
  ])('%j is %s', (line, status) => {
    expect(readOne(ruleWith(line)).status).toBe(status);
  });

  it('is disabled where the rule is switched off, unless it is deprecated', () => {
    const off = RULE_YAML.replace('Enabled: true', 'Enabled: false');
    expect(readOne({ ...REPOSITORY, 'rules/aws/root_login.yml': off }).status).toBe('disabled');
    const both = `Status: Deprecated\n${off}`;
    expect(readOne({ ...REPOSITORY, 'rules/aws/root_login.yml': both }).status).toBe('deprecated');
  });

  it('is deprecated where deprecated.txt lists the id', () => {
    expect(readOne({ ...REPOSITORY, 'deprecated.txt': 'Other\r\nExample.Root.Login\n' }).status).toBe(
      'deprecated',
    );
  });
});

describe('Threshold', () => {
  const dedup = `${RULE_PYTHON}\ndef dedup(event):\n    return event.get("sourceIPAddress")\n`;

  it('of one is no stage', () => {
    expect(readOne(ruleWith('Threshold: 1\n')).stages).toEqual([]);
  });

  it('counts matches of a group within the dedup period', () => {
    const { stages } = readOne(ruleWith('Threshold: 5\nDedupPeriodMinutes: 15\n', dedup));
    expect(stages).toMatchObject([
      {
        queries: [],
        stage: {
          kind: 'aggregate',
          by: [{ native: 'dedup()' }],
          window: 900,
          having: [{ function: 'count', field: null, operator: 'gte', value: 5 }],
        },
      },
    ]);
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
    expect(readOne(ruleWith('Threshold: 3\n', python)).stages[0]!.stage).toMatchObject({
      having: [{ function: 'cardinality', field: { native: 'unique()' }, value: 3 }],
    });
  });
});

it('a rule that alerts nobody has a tag that says so', () => {
  expect(readOne(ruleWith('CreateAlert: false\n')).tags).toEqual(['Identity', 'CreateAlert: false']);
});

describe('a policy', () => {
  const policy = `AnalysisType: policy
PolicyID: Example.Bucket.Encrypted
Filename: encrypted.py
ResourceTypes: [AWS.S3.Bucket]
Severity: Medium
Tests:
  - { Name: encrypted, ExpectedResult: true, Resource: { Encryption: aws:kms } }
`;
  const contents = {
    'policies/encrypted.yml': policy,
    'policies/encrypted.py': 'def policy(resource):\n    return True\n',
  };

  it('alerts where its query does not hold, and turns its tests round', () => {
    const rule = readOne(contents);
    expect(rule).toMatchObject({
      kind: 'policy',
      inverted: true,
      title: 'Example.Bucket.Encrypted',
      logSources: [logSource('aws', 'resource', 's3.bucket')],
      tests: [{ name: 'encrypted', expected: false, event: { Encryption: 'aws:kms' } }],
    });
    expect(contextOf(contents).entry).toBe('policy');
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

  it('keeps its SQL as a stage that is not read, beneath the Python', () => {
    expect(scheduled.body).toBe(`def rule(_):\n    return True\n\n# Scheduled query: Example Query\n${sql}`);
    expect(scheduled.stages).toEqual([
      { stage: { kind: 'opaque', reason: 'sql_query', source: sql }, queries: [] },
    ]);
    expect(scheduled.diagnostics).toMatchObject([
      { code: 'sql_query', severity: 'error', file: null, span: { start: { line: 5, column: 1 } } },
    ]);
  });

  it('monitors what the tables of its SQL hold', () => {
    expect(scheduled.logSources).toEqual([logSource('aws', null, 'cloudtrail')]);
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

describe('data models', () => {
  it('come with every rule, with the module of their methods', () => {
    const contents = {
      ...REPOSITORY,
      'data_models/model.yml': `AnalysisType: datamodel
DataModelID: Example
LogTypes: [AWS.CloudTrail]
Filename: model.py
Mappings:
  - { Name: source_ip, Path: sourceIPAddress }
  - { Name: actor, Method: get_actor }
`,
      'data_models/model.py': 'def get_actor(event):\n    return event.get("actor")\n',
      'data_models/off.yml':
        'AnalysisType: datamodel\nDataModelID: Off\nEnabled: false\nLogTypes: [X]\nMappings: []\n',
    };
    expect(contextOf(contents).dataModels).toEqual([
      {
        logTypes: ['AWS.CloudTrail'],
        mappings: [
          { name: 'source_ip', path: 'sourceIPAddress', method: null },
          { name: 'actor', path: null, method: 'get_actor' },
        ],
        module: 'model',
      },
    ]);
    expect([...contextOf(contents).modules.keys()]).toEqual(['model', 'example_helpers']);
  });
});

describe('broken and other files', () => {
  it('a file that is no YAML is broken, at its line, and the rest is read', () => {
    const { rules, broken } = read({
      ...REPOSITORY,
      'rules/bad.yml': 'AnalysisType: rule\nRuleID: "x\nTags: [\n',
    });
    expect(rules).toHaveLength(1);
    expect(broken).toMatchObject([
      {
        path: 'rules/bad.yml',
        diagnostics: [{ code: 'yaml_syntax', severity: 'error', file: 'rules/bad.yml' }],
      },
    ]);
    expect(broken[0]!.diagnostics[0]!.span!.start.line).toBeGreaterThan(1);
  });

  it.each([
    ['AnalysisType: rule\nSeverity: Low\n', 'missing_field'],
    ['RuleID: A\nSeverity: Low\n', 'missing_field'],
    ['AnalysisType: rules\nRuleID: A\n', 'unknown_analysis_type'],
    ['a: *nowhere\n', 'yaml_syntax'],
    [
      `a: &a [x, x]\nb: &b [${'*a,'.repeat(20)}]\nc: &c [${'*b,'.repeat(20)}]\nd: [${'*c,'.repeat(20)}]\n`,
      'yaml_syntax',
    ],
    [`a: ${'['.repeat(20_000)}`, 'yaml_syntax'],
  ])('%# is broken', (text, code) => {
    const { rules, broken } = read({ 'a.yml': text });
    expect(rules).toEqual([]);
    expect(broken[0]!.diagnostics.map((each) => each.code)).toContain(code);
  });

  it('counts every file: rules, broken ones, and what is none', () => {
    const reading = read({
      ...REPOSITORY,
      'packs/pack.yml': 'AnalysisType: pack\nPackID: P\n',
      'lists/list.yml': '- 1\n- 2\n',
      'empty.yml': '',
      'rules/bad.yml': '{',
    });
    expect(reading.rules).toHaveLength(1);
    expect(reading.broken).toHaveLength(1);
    expect(reading.skippedFileCount).toBe(6);
  });

  it('keeps both rules of one id', () => {
    const { rules } = read({
      ...REPOSITORY,
      'rules/zz/copy.yml': RULE_YAML,
      'rules/zz/root_login.py': RULE_PYTHON,
    });
    expect(rules.map(({ id }) => id)).toEqual([
      'panther:Example.Root.Login',
      'panther:Example.Root.Login@copy',
    ]);
    expect(rules[1]!.diagnostics).toMatchObject([{ code: 'repeated_id', severity: 'warning' }]);
  });

  it('wants detections and what they need, nothing else', () => {
    const wanted = ['rules/a.yml', 'b.yaml', 'global_helpers/c.py', 'deprecated.txt'];
    const others = [
      'README.md',
      '.github/workflows/ci.yml',
      'templates/example_rule.yml',
      'rules/.cache/a.yml',
    ];
    expect([...wanted, ...others].filter((path) => panther.wants(path))).toEqual(wanted);
  });
});

describe('the content hash', () => {
  const hash = (contents: Readonly<Record<string, string>>): string => readOne(contents).contentHash;
  const changed = (path: string, text: string): string => hash({ ...REPOSITORY, [path]: text });

  it('stays the same for the same files', () => {
    expect(hash(REPOSITORY)).toBe(hash({ ...REPOSITORY }));
    expect(hash(REPOSITORY)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('changes with the YAML, the Python, and a helper that the Python reaches', () => {
    const first = hash(REPOSITORY);
    expect(changed('rules/aws/root_login.yml', RULE_YAML.replace('High', 'Low'))).not.toBe(first);
    expect(changed('rules/aws/root_login.py', `${RULE_PYTHON}#`)).not.toBe(first);
    expect(changed('global_helpers/example_helpers.py', `${HELPER}#`)).not.toBe(first);
    expect(changed('deprecated.txt', 'Example.Root.Login')).not.toBe(first);
  });

  it('changes with a helper of a helper, and not with one that is out of reach', () => {
    const helper = (text: string): Readonly<Record<string, string>> => ({
      'global_helpers/deep.py': text,
      'global_helpers/deep.yml': 'AnalysisType: global\nFilename: deep.py\nGlobalID: deep\n',
    });
    const imports = { 'global_helpers/example_helpers.py': `import os, deep as d\n${HELPER}` };
    expect(hash({ ...REPOSITORY, ...imports, ...helper('A = 1') })).not.toBe(
      hash({ ...REPOSITORY, ...imports, ...helper('A = 2') }),
    );
    expect(hash({ ...REPOSITORY, ...helper('A = 1') })).toBe(hash({ ...REPOSITORY, ...helper('A = 2') }));
  });

  it('changes with data models only where the Python asks for one', () => {
    const model = (path: string): Readonly<Record<string, string>> => ({
      'data_models/m.yml': `AnalysisType: datamodel\nLogTypes: [X]\nMappings: [{ Name: a, Path: ${path} }]\n`,
    });
    const udm = { 'rules/aws/root_login.py': 'def rule(event):\n    return event.udm("a")\n' };
    expect(hash({ ...REPOSITORY, ...udm, ...model('x') })).not.toBe(
      hash({ ...REPOSITORY, ...udm, ...model('y') }),
    );
    expect(hash({ ...REPOSITORY, ...model('x') })).toBe(hash({ ...REPOSITORY, ...model('y') }));
  });
});

import { describe, expect, it } from 'vitest';
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

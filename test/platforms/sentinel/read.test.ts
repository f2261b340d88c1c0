import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentinel } from '../../../src/platforms/sentinel/index.ts';
import type { SourceReading, SourceRule } from '../../../src/platforms/platform.ts';

const RULE = `id: 00000000-0000-4000-8000-000000000001
name: A rule
description: |
  'What it is about. See https://example.com/about.'
severity: High
queryFrequency: 1h
queryPeriod: 14d
triggerOperator: gt
triggerThreshold: 0
status: Available
tactics:
  - DefenseEvasion
relevantTechniques:
  - T1070.001
tags:
  - Word
  - Schema: ASIMDns
    SchemaVersion: 0.1.0
query: |
  SecurityEvent
  | where EventID == 1102
entityMappings:
  - entityType: Host
    fieldMappings:
      - identifier: FullName
        columnName: Computer
customDetails:
  Who: SubjectUserName
alertDetailsOverride:
  alertDisplayNameFormat: Log of {{Computer}} cleared
  alertSeverityColumnName: Level
  alertDynamicProperties:
    - alertProperty: ProductName
      value: Product
version: 1.0.0
kind: Scheduled
`;

function read(files: Readonly<Record<string, string>>): SourceReading {
  return sentinel.read(Object.entries(files).map(([path, text]) => ({ path, text })));
}

function readOne(text: string, path = 'Detections/SecurityEvent/A.yaml'): SourceRule {
  const { rules, broken } = read({ [path]: text });
  expect(broken).toEqual([]);
  const [rule] = rules;
  if (rule === undefined || rules.length > 1) throw new Error(`${rules.length} rules`);
  return rule;
}

describe('an analytics rule', () => {
  it('is read with its envelope', () => {
    expect(readOne(RULE)).toMatchObject({
      id: 'sentinel:00000000-0000-4000-8000-000000000001',
      kind: 'scheduled_rule',
      title: 'A rule',
      description: 'What it is about. See https://example.com/about.',
      severity: 'high',
      nativeSeverity: 'High',
      status: 'stable',
      language: 'kusto',
      eventSchema: 'log_analytics',
      logSources: [],
      references: ['https://example.com/about'],
      tags: ['Word', 'Schema: ASIMDns', 'SchemaVersion: 0.1.0'],
      attack: [
        { technique: 'T1070.001', tactic: null },
        { technique: null, tactic: 'DefenseEvasion' },
      ],
      body: 'SecurityEvent\n| where EventID == 1102',
      stages: [],
      diagnostics: [],
    });
  });

  it('shows entities, details and what overrides the alert', () => {
    expect(
      readOne(RULE).outputFields.map(({ name, source, origin }) => `${origin}: ${name} = ${source}`),
    ).toEqual([
      'entityMappings: Host.FullName = Computer',
      'customDetails: Who = SubjectUserName',
      'alertDetailsOverride: Computer = Computer',
      'alertDetailsOverride: Level = Level',
      'alertDetailsOverride: ProductName = Product',
    ]);
  });

  it('has the same query whatever ends its lines, and with a tab in it', () => {
    const crlf = RULE.replaceAll('\n', '\r\n').replace('| where EventID', '|\twhere EventID');
    expect(readOne(crlf).body).toBe('SecurityEvent\n|\twhere EventID == 1102');
  });

  it('near real time has no schedule', () => {
    const text = RULE.replace(/queryFrequency[\s\S]*?triggerThreshold: 0\n/, '').replace('Scheduled', 'NRT');
    expect(readOne(text).kind).toBe('rule');
  });

  it.each([
    ['enabled: false\n', 'disabled'],
    ['', 'stable'],
  ])('with %j is %s', (line, status) => {
    expect(readOne(RULE + line).status).toBe(status);
  });

  it.each(['[Deprecated] A rule', 'Deprecated - A rule', 'A rule (deprecated)'])(
    'named %j is retired',
    (name) => {
      expect(readOne(RULE.replace('name: A rule', `name: "${name}"`)).status).toBe('deprecated');
    },
  );

  it('of a severity that there is not says so', () => {
    const rule = readOne(RULE.replace('severity: High', 'severity: Hight'));
    expect(rule).toMatchObject({ severity: null, nativeSeverity: 'Hight' });
    expect(rule.diagnostics).toMatchObject([
      { code: 'unknown_severity', severity: 'warning', span: { start: { line: 5 } } },
    ]);
  });

  it('without an id is known by its path', () => {
    expect(readOne(RULE.replace(/^id: .*\n/, '')).nativeId).toBe('Detections/SecurityEvent/A');
  });
});

describe('the number of results that a rule asks for', () => {
  const stagesOf = (operator: string, threshold: string, period = '14d'): SourceRule =>
    readOne(
      RULE.replace('triggerOperator: gt', `triggerOperator: ${operator}`)
        .replace('triggerThreshold: 0', `triggerThreshold: ${threshold}`)
        .replace('14d', period),
    );

  it.each([
    ['gt', '5', '14d', 'gt', 5, 1_209_600],
    ['GreaterThan', '1', 'PT5H', 'gt', 1, 18_000],
    ['lt', '1', '5m', 'lt', 1, 300],
    ['eq', '0', 'P1DT12H', 'eq', 0, 129_600],
  ])('%s %s over %s is a stage', (operator, threshold, period, own, value, window) => {
    const { stages, diagnostics } = stagesOf(operator, threshold, period);
    expect(diagnostics).toEqual([]);
    expect(stages).toMatchObject([
      { stage: { kind: 'aggregate', by: [], window, having: { operator: own, values: [value] } } },
    ]);
  });

  it('more than none is what any query asks for', () => {
    expect(stagesOf('GreaterThan', '0').stages).toEqual([]);
  });

  it('that cannot be read is an opaque stage at its place', () => {
    const { stages, diagnostics } = stagesOf('about', '5');
    expect(stages).toMatchObject([{ stage: { kind: 'opaque', reason: 'unknown_trigger' } }]);
    expect(diagnostics).toMatchObject([{ code: 'unknown_trigger', span: { start: { line: 8 } } }]);
  });
});

describe('hunting queries', () => {
  it.each([
    'Hunting Queries/A.yaml',
    'Content/HuntingQueries/X/A.yaml',
    'Solutions/Y/Hunting Queries/A.yaml',
  ])('%s is a hunt whatever keys it has', (path) => {
    expect(readOne(RULE, path).kind).toBe('hunt');
  });

  it('are told by what they lack elsewhere', () => {
    const text = 'id: a\nname: B\ntactics: [Discovery]\ntechniques: [t1580]\nquery: |\n  T\n  | take 1\n';
    expect(readOne(text, 'B.yml')).toMatchObject({
      kind: 'hunt',
      attack: [
        { technique: 'T1580', tactic: null },
        { technique: null, tactic: 'Discovery' },
      ],
    });
  });
});

describe('other files', () => {
  it('are counted', () => {
    const { rules, broken, skippedFileCount } = read({
      'parser.yaml': 'FunctionName: F\nFunctionQuery: T | take 1\n',
      'moved.yaml': 'id: a\nname: Moved\ndescription: It moved elsewhere.\n',
      'defender.yaml': 'displayName: D\nqueryCondition:\n  queryText: T\n',
      'list.yaml': '- a\n- b\n',
      'empty.yaml': '',
      'pipeline.yaml': 'steps:\n  - run: "{{ x }}"\n  - : : :\n',
    });
    expect([rules, broken, skippedFileCount]).toEqual([[], [], 6]);
  });

  it('that were meant as rules are reported, and the rest is read', () => {
    const { rules, broken } = read({
      'a.yaml': RULE,
      'b.yaml': RULE.replace(/query: \|\n(  .*\n)+/, ''),
      'c.yaml': `${RULE}  bad: [\n`,
    });
    expect(rules).toHaveLength(1);
    expect(broken).toMatchObject([
      { path: 'b.yaml', diagnostics: [{ code: 'missing_field', span: { start: { line: 2 } } }] },
      { path: 'c.yaml' },
    ]);
    expect(broken[1]?.diagnostics[0]).toMatchObject({ code: 'yaml_syntax', span: { start: { line: 36 } } });
  });
});

describe('any text', () => {
  it('that is near a rule is read, reported or counted', () => {
    const lines = RULE.split('\n');
    const edit = fc.record({
      at: fc.nat(lines.length - 1),
      text: fc.oneof(
        fc.string({ maxLength: 20 }),
        fc.constantFrom('query:', '- [', '  x: &a', 'kind: [NRT]', 'tags: {a: {b: c}}', '\t'),
      ),
      cut: fc.nat(3),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 5 }), (edits) => {
        const changed = [...lines];
        for (const { at, text, cut } of edits) changed.splice(at, cut, text);
        const { rules, broken, skippedFileCount } = read({ 'a.yaml': changed.join('\n') });
        expect(rules.length + broken.length + skippedFileCount).toBe(1);
      }),
      { numRuns: 300 },
    );
  });
});

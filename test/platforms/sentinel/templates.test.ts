import { describe, expect, it } from 'vitest';
import { sentinel } from '../../../src/platforms/sentinel/index.ts';
import { templateValue } from '../../../src/platforms/sentinel/arm-expression.ts';
import type { SourceReading } from '../../../src/platforms/platform.ts';

const QUERY = 'SecurityEvent\n| where EventID == 1102';
const GUID = '00000000-0000-4000-8000-0000000000aa';

const PROPERTIES = {
  displayName: 'Log cleared',
  description: 'Of a log.',
  severity: 'High',
  enabled: true,
  query: QUERY,
  queryFrequency: 'PT1H',
  queryPeriod: 'P1D',
  triggerOperator: 'GreaterThan',
  triggerThreshold: 3,
  tactics: ['DefenseEvasion'],
  techniques: ['T1070'],
  entityMappings: [
    { entityType: 'Host', fieldMappings: [{ identifier: 'FullName', columnName: 'Computer' }] },
  ],
};

function resource(properties: object, kind = 'Scheduled'): object {
  return {
    id: `[concat(resourceId('Microsoft.OperationalInsights/workspaces/providers', parameters('workspace'), 'Microsoft.SecurityInsights'),'/alertRules/${GUID}')]`,
    name: `[concat(parameters('workspace'),'/Microsoft.SecurityInsights/${GUID}')]`,
    type: 'Microsoft.OperationalInsights/workspaces/providers/alertRules',
    kind,
    apiVersion: '2023-12-01-preview',
    properties,
  };
}

function template(resources: readonly object[], more: object = {}): string {
  const document = {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: { workspace: { type: 'String' }, days: { type: 'int', defaultValue: 7 } },
    ...more,
    resources,
  };
  return JSON.stringify(document, null, 2);
}

function read(text: string, path = 'templates/a.json'): SourceReading {
  expect(sentinel.wants(path)).toBe(true);
  return sentinel.read([{ path, text }]);
}

const LOG_CLEARED = {
  title: 'Log cleared',
  kind: 'scheduled_rule',
  severity: 'high',
  queries: [{ language: 'kusto', text: QUERY }],
  attack: [
    { technique: 'T1070', tactic: null },
    { technique: null, tactic: 'DefenseEvasion' },
  ],
  stages: [{ stage: { kind: 'aggregate', window: 86_400 } }],
  outputFields: [{ name: 'Host.FullName', source: 'Computer' }],
};

describe('templates', () => {
  it('hold rules as resources, known by their guids', () => {
    const { rules, broken } = read(template([resource(PROPERTIES)]));
    expect(broken).toEqual([]);
    expect(rules).toMatchObject([{ ...LOG_CLEARED, id: `sentinel:${GUID}` }]);
  });

  it('hold near-real-time rules, and disabled ones', () => {
    const {
      queryFrequency: _f,
      queryPeriod: _p,
      triggerOperator: _o,
      triggerThreshold: _t,
      ...nrt
    } = PROPERTIES;
    const { rules } = read(template([resource({ ...nrt, enabled: false }, 'NRT')]));
    expect(rules).toMatchObject([{ kind: 'rule', status: 'disabled', stages: [] }]);
  });

  it('nest: solutions hold templates of contents, deployments hold templates', () => {
    const content = {
      type: 'Microsoft.OperationalInsights/workspaces/providers/contentTemplates',
      name: "[concat(parameters('workspace'),'/Microsoft.SecurityInsights/x')]",
      properties: {
        displayName: 'of a package',
        mainTemplate: {
          contentVersion: '1.0.0',
          variables: { own: { id1: GUID } },
          resources: [
            {
              type: 'Microsoft.SecurityInsights/AlertRuleTemplates',
              name: "[variables('own').id1]",
              kind: 'Scheduled',
              properties: PROPERTIES,
            },
          ],
        },
      },
    };
    expect(read(template([content])).rules).toMatchObject([{ ...LOG_CLEARED, id: `sentinel:${GUID}` }]);
    const deployment = {
      type: 'Microsoft.Resources/deployments',
      name: 'inner',
      properties: { mode: 'Incremental', template: { resources: [resource(PROPERTIES)] } },
    };
    expect(read(template([deployment])).rules).toMatchObject([{ id: `sentinel:${GUID}` }]);
  });

  it('are computed where that can be done, and say so where it cannot', () => {
    const properties = {
      ...PROPERTIES,
      displayName: '[[T1070] Log cleared [Preview]',
      query:
        "[concat('SecurityEvent | where TimeGenerated > ago(', string(parameters('days')), 'd) and Account != ''x''')]",
      severity: "[variables('severity')]",
    };
    const { rules } = read(template([resource(properties)], { variables: { severity: 'Low' } }));
    expect(rules).toMatchObject([
      {
        title: '[T1070] Log cleared [Preview]',
        severity: 'low',
        body: "SecurityEvent | where TimeGenerated > ago(7d) and Account != 'x'",
      },
    ]);
    const open = read(template([resource({ ...PROPERTIES, query: "[parameters('query')]" })]));
    expect(open.rules).toMatchObject([{ queries: [], noQuery: 'template_expression' }]);
  });

  it('hold hunting queries as saved searches, and other saved searches', () => {
    const search = (category: string): object => ({
      type: 'Microsoft.OperationalInsights/workspaces/savedSearches',
      name: `workspace/${GUID}`,
      properties: {
        category,
        displayName: 'Logs that were cleared',
        query: QUERY,
        tags: [
          { name: 'description', value: 'Of logs.' },
          { name: 'tactics', value: 'DefenseEvasion,Impact' },
          { name: 'techniques', value: 'T1070' },
        ],
      },
    });
    const { rules, broken } = read(template([search('Hunting Queries'), search('Functions')]));
    expect(broken).toEqual([]);
    expect(rules).toMatchObject([
      {
        id: `sentinel:${GUID}`,
        kind: 'hunt',
        description: 'Of logs.',
        attack: [{ technique: 'T1070' }, { tactic: 'DefenseEvasion' }, { tactic: 'Impact' }],
      },
    ]);
  });

  it('that are made from rules beside them give way to those', () => {
    const yaml = `id: ${GUID}\nname: Log cleared\nkind: Scheduled\nquery: SecurityEvent\n`;
    const packed = { path: 'Solutions/A/Package/mainTemplate.json', text: template([resource(PROPERTIES)]) };
    const own = { path: 'Solutions/A/Analytic Rules/A.yaml', text: yaml };
    expect(sentinel.read([own, packed]).rules.map(({ path }) => path)).toEqual([own.path]);
    expect(sentinel.read([packed]).rules).toHaveLength(1);
  });

  it('say which rules have no query, and where', () => {
    const text = template([resource({ displayName: 'All attacks', enabled: true }, 'Fusion')]);
    const { rules, broken } = read(text);
    expect(rules).toEqual([]);
    expect(broken).toMatchObject([
      { path: 'templates/a.json', diagnostics: [{ code: 'missing_field', severity: 'info' }] },
    ]);
    const line = text.split('\n').findIndex((each) => each.includes('displayName')) + 1;
    expect(broken[0]?.diagnostics[0]?.span?.start.line).toBe(line);
  });

  it('that are no JSON say so where they are of rules', () => {
    expect(read('{"type": "Microsoft.SecurityInsights/alertRules", }, {').broken).toMatchObject([
      { diagnostics: [{ code: 'json_syntax' }] },
    ]);
    expect(read('{ "name": ').broken).toEqual([]);
    const bicep = "resource r 'Microsoft.SecurityInsights/alertRules@2023-02-01' = {}";
    expect(read(bicep, 'rules/a.bicep').broken).toMatchObject([
      { diagnostics: [{ code: 'unsupported_format', span: { start: { line: 1 } } }] },
    ]);
  });
});

describe('JSON that is no template', () => {
  it('is an answer of the API, a list by kind, or a rule', () => {
    const answer = {
      value: [
        { id: `/subscriptions/x/alertRules/${GUID}`, name: GUID, kind: 'Scheduled', properties: PROPERTIES },
      ],
    };
    expect(read(JSON.stringify(answer)).rules).toMatchObject([{ ...LOG_CLEARED, id: `sentinel:${GUID}` }]);
    const byKind = { Scheduled: [PROPERTIES, { ...PROPERTIES, displayName: 'Another' }], Fusion: [] };
    expect(read(JSON.stringify(byKind)).rules).toMatchObject([
      { ...LOG_CLEARED, nativeId: 'templates/a#Log cleared' },
      { title: 'Another', nativeId: 'templates/a#Another' },
    ]);
    expect(read(JSON.stringify(PROPERTIES)).rules).toMatchObject([
      { ...LOG_CLEARED, nativeId: 'templates/a' },
    ]);
  });

  it('is anything else', () => {
    const other = {
      name: 'a workbook',
      items: [{ type: 3, content: { query: QUERY, title: 'x' }, name: 'query - 1' }],
    };
    expect(read(JSON.stringify(other))).toMatchObject({ rules: [], broken: [], skippedFileCount: 1 });
  });
});

describe('YAML of other layouts', () => {
  const KEYS = `Severity: High
Query: |-
  SecurityEvent
  | where EventID == 1102
QueryFrequency: PT1H
QueryPeriod: P1D
TriggerOperator: GreaterThan
TriggerThreshold: 3
Tactics: [DefenseEvasion]
Techniques: [T1070]
EntityMappings:
  - entityType: Host
    fieldMappings:
      - { identifier: FullName, columnName: Computer }
`;

  it('has keys in another letter case, and a displayed name', () => {
    const { rules } = read(`Id: ${GUID}\nDisplayName: Log cleared\nKind: Scheduled\n${KEYS}`, 'a.yaml');
    expect(rules).toMatchObject([{ ...LOG_CLEARED, id: `sentinel:${GUID}` }]);
  });

  it('has several documents, lists, and resources', () => {
    const item = `DisplayName: A\n${KEYS}`;
    const [first = '', ...rest] = item.trimEnd().split('\n');
    const list = ['analytics:', `  - ${first}`, ...rest.map((line) => `    ${line}`)].join('\n');
    expect(read(list, 'a.yaml').rules).toMatchObject([{ title: 'A' }]);
    expect(read(`${item}---\n${item.replace(': A', ': B')}`, 'a.yaml').rules).toMatchObject([
      { title: 'A', nativeId: 'a#A' },
      { title: 'B', nativeId: 'a#B' },
    ]);
    const properties = item.replace(/^/gm, '  ');
    const asResource = `type: Microsoft.SecurityInsights/alertRules\nname: ${GUID}\nkind: Scheduled\nproperties:\n${properties}`;
    expect(read(asResource, 'a.yaml').rules).toMatchObject([{ id: `sentinel:${GUID}`, title: 'A' }]);
  });
});

describe('expressions of templates', () => {
  const scope = {
    parameters: { a: { defaultValue: 'x' }, b: {} },
    variables: { v: { w: ['p', "[parameters('a')]"] } },
  };
  it.each([
    ['plain', 'plain'],
    ['[[text]', '[text]'],
    ["[concat('a', parameters('a'), 1)]", 'ax1'],
    ["[concat('a', parameters('b'))]", undefined],
    ["[variables('v').w[1]]", 'x'],
    ["[format('{0}-{1}', 'a', parameters('a'))]", 'a-x'],
    ["[toLower('A''B')]", "a'b"],
    ['[uniqueString(resourceGroup().id)]', undefined],
    ["[concat('a']", undefined],
    ['[T1070] cleared [x]', undefined],
  ])('%s', (text, value) => {
    expect(templateValue(text, scope)).toBe(value);
  });

  it('that name each other end', () => {
    const circle = { parameters: {}, variables: { a: "[variables('b')]", b: "[variables('a')]" } };
    expect(templateValue("[variables('a')]", circle)).toBeUndefined();
  });
});

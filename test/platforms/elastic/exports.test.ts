import { describe, expect, it } from 'vitest';
import { elastic } from '../../../src/platforms/elastic/index.ts';
import { KUERY, METADATA, read, ruleFile } from './repository.ts';

/** A rule as Kibana's API gives it. */
const RULE = {
  id: '6f0c1b1e-0000-4000-8000-00000000000a',
  rule_id: 'keys-that-go',
  name: 'Keys that go',
  type: 'query',
  language: 'kuery',
  query: 'event.action: "DisableKey"',
  index: ['logs-aws.cloudtrail-*'],
  filters: [{ meta: { negate: true }, query: { match_phrase: { 'user.name': 'terraform' } } }],
  severity: 'high',
  risk_score: 73,
  enabled: false,
  tags: ['AWS'],
  author: ['Ann Lee'],
  description: 'Of keys.',
  references: ['https://example.com/keys'],
  false_positives: ['Who rotates keys.'],
  threat: [
    {
      framework: 'MITRE ATT&CK',
      tactic: { id: 'TA0040', name: 'Impact' },
      technique: [{ id: 'T1485', name: 'Data Destruction', subtechnique: [] }],
    },
  ],
  related_integrations: [{ package: 'aws', integration: 'cloudtrail', version: '^2.0.0' }],
  created_at: '2025-02-03T10:00:00.000Z',
  updated_at: '2025-03-04T10:00:00.000Z',
  exceptions_list: [] as unknown[],
};

const SUMMARY = { exported_count: 1, exported_rules_count: 1, missing_rules: [] };

function lines(...documents: readonly unknown[]): string {
  return `${documents.map((each) => JSON.stringify(each)).join('\n')}\n`;
}

const HEAD = {
  id: 'elastic:keys-that-go',
  kind: 'rule',
  title: 'Keys that go',
  severity: 'high',
  status: 'disabled',
  language: 'kuery',
  authors: ['Ann Lee'],
  attack: [{ technique: 'T1485', tactic: 'TA0040' }],
  created: '2025-02-03',
  modified: '2025-03-04',
  logSources: [{ product: 'aws', category: null, service: 'cloudtrail' }],
  queries: [{ language: 'kuery', text: RULE.query }, { language: 'kibana_filter' }],
};

describe('exported rules', () => {
  it.each([
    ['lines of an export', 'export.ndjson', lines(RULE, SUMMARY)],
    ['a list', 'rules.json', JSON.stringify([RULE], null, 2)],
    ['one', 'rules/keys.json', JSON.stringify(RULE, null, 2)],
    ['an answer of the API', 'found.json', JSON.stringify({ page: 1, total: 1, data: [RULE] })],
    ['saved objects', 'objects.ndjson', lines({ type: 'security-rule', attributes: RULE }, SUMMARY)],
  ])('are read from %s', (_, path, text) => {
    expect(elastic.wants(path)).toBe(true);
    const { rules, broken } = read({ [path]: text });
    expect(broken).toEqual([]);
    expect(rules).toMatchObject([HEAD]);
  });

  it('are read as Kibana stores them, whose keys are spelled otherwise', () => {
    const { name, tags, enabled, rule_id, ...rest } = RULE;
    const params = { ...rest, ruleId: rule_id, falsePositives: RULE.false_positives };
    const stored = { type: 'alert', attributes: { name, tags, enabled, createdAt: '2025-02-03', params } };
    expect(read({ 'objects.ndjson': lines(stored) }).rules).toMatchObject([
      { id: 'elastic:keys-that-go', title: 'Keys that go', falsePositives: RULE.false_positives },
    ]);
  });

  it('have no rule where there is none, and say which line cannot be read', () => {
    expect(read({ 'data.json': '{"name": "x", "type": "y"}', 'broken.json': '{' })).toMatchObject({
      rules: [],
      broken: [],
      skippedFileCount: 2,
    });
    const { rules, broken } = read({ 'export.ndjson': `${lines(RULE)}{"rule_id": \n` });
    expect(rules).toHaveLength(1);
    expect(broken).toMatchObject([
      { path: 'export.ndjson', diagnostics: [{ code: 'json_syntax', span: { start: { line: 2 } } }] },
    ]);
  });

  it('say where in the file a key is', () => {
    const { rules } = read({ 'a.ndjson': lines(SUMMARY, { ...RULE, type: 'of_tomorrow' }) });
    expect(rules[0]?.diagnostics).toMatchObject([
      { code: 'unknown_rule_type', span: { start: { line: 2 } }, file: 'a.ndjson' },
    ]);
  });
});

const LIST = { list_id: 'quiet', type: 'detection', name: 'Quiet', namespace_type: 'single' };

function item(...entries: readonly unknown[]): unknown {
  return { list_id: 'quiet', item_id: `i${entries.length}`, type: 'simple', name: 'An item', entries };
}

const WITH_LIST = {
  ...RULE,
  filters: [],
  exceptions_list: [{ id: 'x', list_id: 'quiet', type: 'detection' }],
};

describe('exceptions', () => {
  const entry = (type: string, value: unknown, operator = 'included'): unknown => ({
    field: 'user.name',
    operator,
    type,
    value,
  });

  it('of an export are a query that must hold', () => {
    const items = [
      item(entry('match', 'ci')),
      item(entry('match_any', ['a', 'b']), entry('exists', undefined)),
    ];
    const { rules } = read({ 'export.ndjson': lines(WITH_LIST, LIST, ...items) });
    expect(rules[0]?.queries).toMatchObject([{ language: 'kuery' }, { language: 'kibana_filter' }]);
    const [filter] = JSON.parse(rules[0]?.queries[1]?.text ?? '') as [
      { query: { bool: { must_not: unknown[] } } },
    ];
    expect(filter.query.bool.must_not).toEqual([
      { bool: { filter: [{ match_phrase: { 'user.name': 'ci' } }] } },
      {
        bool: {
          filter: [
            {
              bool: {
                should: [{ match_phrase: { 'user.name': 'a' } }, { match_phrase: { 'user.name': 'b' } }],
              },
            },
            { exists: { field: 'user.name' } },
          ],
        },
      },
    ]);
    expect(rules[0]?.diagnostics).toEqual([]);
  });

  it('of a value list ask of a list that is kept elsewhere', () => {
    const ofList = {
      field: 'source.ip',
      operator: 'included',
      type: 'list',
      list: { id: 'ours', type: 'ip' },
    };
    const { rules } = read({ 'export.ndjson': lines(WITH_LIST, LIST, item(ofList)) });
    expect(rules[0]?.stages).toMatchObject([
      { stage: { kind: 'join', type: 'anti', with: 'ours', ofList: true } },
    ]);
  });

  it('that are not there are told', () => {
    const { rules } = read({ 'export.ndjson': lines(WITH_LIST) });
    expect(rules[0]?.diagnostics).toMatchObject([{ code: 'exceptions_list', severity: 'info' }]);
    const empty = read({ 'export.ndjson': lines(WITH_LIST, LIST) });
    expect(empty.rules[0]?.diagnostics).toEqual([]);
  });

  it('of a repository lie in files of their own', () => {
    const list = `[metadata]
creation_date = "2025/01/01"
list_name = "Quiet"
rule_ids = ["00000000-0000-4000-8000-000000000001"]

[[exceptions]]
[exceptions.container]
list_id = "quiet"
name = "Quiet"
type = "detection"

[[exceptions.items]]
list_id = "quiet"
item_id = "i1"
name = "An item"
type = "simple"

[[exceptions.items.entries]]
field = "user.name"
operator = "included"
type = "match"
value = "ci"
`;
    const reference = '[[rule.exceptions_list]]\nid = "x"\nlist_id = "quiet"\nnamespace_type = "single"\n';
    const rule = ruleFile(KUERY, reference);
    const actions = `${METADATA}\n[[actions]]\nid = "x"\n`;
    const { rules, broken } = read({
      'rules/a.toml': rule,
      'exceptions/q.toml': list,
      'actions/a.toml': actions,
    });
    expect(broken).toEqual([]);
    expect(rules[0]?.queries[1]?.text).toContain('"ci"');
    const [before] = read({ 'rules/a.toml': rule }).rules;
    expect(rules[0]?.contentHash).not.toBe(before?.contentHash);
  });
});

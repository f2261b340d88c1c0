import { describe, expect, it } from 'vitest';
import { chronicle } from '../../../src/platforms/chronicle/index.ts';
import type { SourceReading } from '../../../src/platforms/platform.ts';

function rule(meta: string): string {
  return `rule odd_channel {
  meta:
    author = "Ann Lee"
    ${meta}
  events:
    $e.metadata.log_type = "SLACK_AUDIT"
    $e.metadata.product_event_type = "public_channel_created"
  condition:
    $e
}
`;
}

function read(path: string, text: string): SourceReading {
  expect(chronicle.wants(path)).toBe(true);
  return chronicle.read([{ path, text }]);
}

describe('files of YARA-L', () => {
  it.each(['a.yaral', 'a.yara', 'a.yarakl', 'a.yar', 'rules/a.yl2', 'a.yara-l'])('may end in %s', (path) => {
    expect(read(path, rule('')).rules.map(({ nativeId }) => nativeId)).toEqual(['odd_channel']);
  });

  it.each([
    ['a list', { rules: [{ name: 'rules/ru_1', text: rule('') }], nextPageToken: '' }],
    ['a rule', { ruleId: 'ru_1', ruleText: rule('') }],
  ])('may be texts in an answer of the API: %s', (_, answer) => {
    const { rules, broken } = read('rules.json', JSON.stringify(answer));
    expect(broken).toEqual([]);
    expect(rules).toMatchObject([{ id: 'chronicle:odd_channel', authors: ['Ann Lee'], path: 'rules.json' }]);
    expect(read('other.json', '{"text": "no rule"}').skippedFileCount).toBe(1);
  });

  it('of YARA are none, and said to be', () => {
    const yara = 'rule odd_file {\n  strings:\n    $a = "x"\n  condition:\n    $a\n}\n';
    expect(read('a.yara', yara)).toMatchObject({
      rules: [],
      broken: [{ path: 'a.yara', diagnostics: [{ code: 'unsupported_format', severity: 'info' }] }],
    });
  });
});

describe('ATT&CK in the meta section', () => {
  it.each([
    ['technique = "T1078"\n    subtechnique = "T1078.004"', ['T1078', 'T1078.004']],
    ['subtechnique = "T1078.004"', ['T1078.004']],
    ['technique = "T1078"\n    subtechnique = "004"', ['T1078.004']],
    ['technique = "T1078"\n    sub_technique = ".004"', ['T1078.004']],
    ['technique_id = "T1078"', ['T1078']],
    [
      'mitre_attack_technique = "Valid Accounts"\n    mitre_attack_subtechnique = "Cloud Accounts"',
      ['Valid Accounts', 'Cloud Accounts'],
    ],
  ])('%s', (meta, techniques) => {
    const [found] = read('a.yaral', rule(meta)).rules;
    expect(found?.attack.map(({ technique }) => technique)).toEqual(techniques);
  });
});

import { describe, expect, it } from 'vitest';
import { panther } from '../../../src/platforms/panther/index.ts';
import { read, REPOSITORY, RULE_PYTHON, RULE_YAML } from './repository.ts';

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

  it('keeps both rules of one id: the importer tells them apart', () => {
    const { rules } = read({
      ...REPOSITORY,
      'rules/zz/copy.yml': RULE_YAML,
      'rules/zz/root_login.py': RULE_PYTHON,
    });
    expect(rules.map(({ path }) => path)).toEqual(['rules/aws/root_login.yml', 'rules/zz/copy.yml']);
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

import { describe, expect, it } from 'vitest';
import { elastic } from '../../../src/platforms/elastic/index.ts';
import { logSource } from '../../../src/rule/log-source.ts';
import { KUERY, METADATA, read, readOne, ruleFile } from './repository.ts';

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

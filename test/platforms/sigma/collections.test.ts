import { describe, expect, it } from 'vitest';
import { correlation, file, LOGIN, lowerSource, read, ruleOf, SUCCESS } from './source.ts';

describe('filters', () => {
  const filter = (rules: string, more = '', condition = 'not adm'): string => `title: Admins
id: admins
logsource: {product: app${more}}
filter:
    rules: ${rules}
    adm: {"user|startswith": adm_}
    condition: ${condition}
`;
  const condition = (filterText: string): string =>
    lowerSource(read({ 'rules/a.yml': LOGIN, 'filters/f.yml': filterText }), 'login-failed').condition;
  const FILTERED = 'event eq~ "login_failed"\nnot (user starts_with~ "adm_")';
  const PLAIN = 'event eq~ "login_failed"';

  it.each([
    ['[login-failed]', '', FILTERED],
    ['[login_failed, else]', '', FILTERED],
    ['login_failed', '', FILTERED],
    ['any', '', FILTERED],
    ['ALL', '', FILTERED],
    ['[]', '', FILTERED],
    ['any', ', service: auth', FILTERED],
    ['any', ', service: billing', PLAIN],
    ['[login-failed]', ', service: billing', PLAIN],
    ['[something]', '', PLAIN],
  ])('rules: %s%s', (rules, source, expected) => {
    expect(condition(filter(rules, source))).toBe(expected);
  });

  it('are rules of their own kind', () => {
    const reading = read({ 'rules/a.yml': LOGIN, 'filters/f.yml': filter('any') });
    expect(ruleOf(reading, 'admins').kind).toBe('filter');
    expect(lowerSource(reading, 'admins').condition).toBe('not (user starts_with~ "adm_")');
  });

  it('are ANDed as they are written', () => {
    expect(condition(filter('any', '', 'adm'))).toBe('event eq~ "login_failed"\nuser starts_with~ "adm_"');
  });

  it('reach a correlation through its rules', () => {
    const text = correlation('type: event_count\nrules: [login_failed]\ntimespan: 1h\ncondition: {gte: 10}');
    const reading = read({ 'rules/a.yml': LOGIN, 'rules/c.yml': text, 'filters/f.yml': filter('any') });
    expect(lowerSource(reading, 'corr').condition).toBe(FILTERED);
  });

  it('warn of rules that are not there', () => {
    const reading = read({ 'rules/a.yml': LOGIN, 'filters/f.yml': filter('[login-failed, nobody]') });
    expect(ruleOf(reading, 'admins').diagnostics).toMatchObject([
      { code: 'unknown_rule', severity: 'warning', span: { start: { line: 5, column: 27 } } },
    ]);
  });

  it('report their faults under their own file, and change the hash', () => {
    const broken = read({ 'rules/a.yml': LOGIN, 'filters/f.yml': filter('any', '', 'not nobody') });
    expect(lowerSource(broken, 'login-failed').diagnostics).toMatchObject([
      { code: 'unknown_selection', file: 'filters/f.yml', span: { start: { line: 7, column: 20 } } },
      { code: 'unused_selection' },
    ]);
    const hash = (files: Readonly<Record<string, string>>): string =>
      ruleOf(read(files), 'login-failed').contentHash;
    expect(hash({ 'rules/a.yml': LOGIN, 'f.yml': filter('any') })).not.toBe(hash({ 'rules/a.yml': LOGIN }));
    expect(hash({ 'rules/a.yml': LOGIN, 'f.yml': filter('[else]') })).toBe(hash({ 'rules/a.yml': LOGIN }));
  });
});

describe('files of several documents', () => {
  it('places each rule in its own lines', () => {
    const reading = read(file(LOGIN, SUCCESS.replace('condition: sel', 'condition: sell')));
    expect(ruleOf(reading, 'login-ok').body).toMatch(/^title: Login\n/);
    expect(lowerSource(reading, 'login-ok').diagnostics[0]).toMatchObject({
      code: 'unknown_selection',
      span: { start: { line: 7, column: 16 } },
    });
  });

  it('merges global documents, resets and repeats', () => {
    const text = `action: global
title: Shared
id: shared
level: low
detection:
    condition: sel and not out
    out: {user: root}
---
logsource: {product: one}
detection:
    sel: {x: 1}
---
action: repeat
logsource: {product: two}
detection:
    sel: {y: 2}
---
action: reset
---
title: Alone
id: alone
detection:
    sel: {z: 3}
    condition: sel
`;
    const reading = read({ 'rules/g.yml': text });
    expect(reading.rules.map(({ nativeId }) => nativeId)).toEqual(['shared', 'shared#2', 'alone']);
    expect(lowerSource(reading, 'shared').condition).toBe('x eq 1\nuser ne~ "root"');
    expect(lowerSource(reading, 'shared#2').condition).toBe('x eq 1\ny eq 2\nuser ne~ "root"');
    expect(lowerSource(reading, 'alone').condition).toBe('z eq 3');
    expect(ruleOf(reading, 'shared#2')).toMatchObject({
      title: 'Shared',
      severity: 'low',
      logSources: [{ product: 'two' }],
      body: text,
    });
    expect(ruleOf(reading, 'alone').severity).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { sigmaPlatform } from '../../../src/platforms/sigma/index.ts';
import { read, ruleOf } from './source.ts';

const RULE = `title: Door Left Open
id: 11111111-1111-4111-8111-111111111111
status: test
description: |
    A door is open
    at night.
references:
    - https://example.com/doors
author: Jane Doe (Example, Inc.), John Roe,@third
date: 2024/3/5
modified: 2024-11-30
tags:
    - attack.t1078.004
    - attack.initial_access
    - attack.command-and-control
    - attack.ta0005
    - attack.g0016
    - cve.2024-1234
logsource:
    product: aws
    service: cloudtrail
    definition: all of it
detection:
    sel:
        eventName: OpenDoor
    condition: sel
fields:
    - eventName
    - userIdentity.arn
falsepositives:
    - Summer
level: high
license: MIT
`;

describe('the head of a Sigma rule', () => {
  const reading = read({ 'rules/door.yml': RULE });
  const rule = ruleOf(reading, '11111111-1111-4111-8111-111111111111');

  it('is read whole', () => {
    expect(rule).toMatchObject({
      id: 'sigma:11111111-1111-4111-8111-111111111111',
      platform: 'sigma',
      kind: 'rule',
      title: 'Door Left Open',
      description: 'A door is open\nat night.',
      severity: 'high',
      nativeSeverity: 'high',
      status: 'test',
      logSources: [{ product: 'aws', category: null, service: 'cloudtrail' }],
      eventSchema: 'raw',
      language: 'sigma',
      path: 'rules/door.yml',
      authors: ['Jane Doe (Example, Inc.)', 'John Roe', '@third'],
      licence: 'MIT',
      references: ['https://example.com/doors'],
      falsePositives: ['Summer'],
      created: '2024-03-05',
      modified: '2024-11-30',
      body: RULE,
      bodyFormat: 'yaml',
      inverted: false,
      noQuery: null,
      diagnostics: [],
    });
  });

  it('sorts tags into ATT&CK and others', () => {
    expect(rule.attack).toEqual([
      { technique: 'T1078.004', tactic: null },
      { technique: null, tactic: 'initial-access' },
      { technique: null, tactic: 'command-and-control' },
      { technique: null, tactic: 'TA0005' },
    ]);
    expect(rule.tags).toEqual(['attack.g0016', 'cve.2024-1234']);
  });

  it('shows its fields', () => {
    expect(rule.outputFields).toEqual([
      { name: 'eventName', source: 'eventName', origin: 'fields' },
      { name: 'arn', source: 'userIdentity.arn', origin: 'fields' },
    ]);
  });

  it('warns of words that mean nothing', () => {
    const odd = RULE.replace('level: high', 'level: scary').replace('2024-11-30', 'yesterday');
    const [read1] = read({ 'rules/door.yml': odd }).rules;
    expect(read1).toMatchObject({ severity: null, nativeSeverity: 'scary', modified: null });
    expect(read1?.diagnostics).toMatchObject([
      { code: 'unknown_level', severity: 'warning', span: { start: { line: 32, column: 8 } } },
      { code: 'invalid_date', severity: 'warning' },
    ]);
  });
});

describe('event schema', () => {
  it.each([
    ['product: windows\n    service: security', 'windows'],
    ['product: linux\n    category: process_creation', 'windows'],
    ['product: macos\n    category: file_event', 'windows'],
    ['category: network_connection', 'windows'],
    ['product: linux\n    service: auditd', 'raw'],
    ['category: proxy', 'sigma'],
    ['category: proxy\n    product: squid', 'raw'],
  ])('%s: %s', (source, schema) => {
    const text = RULE.replace('product: aws\n    service: cloudtrail', source);
    expect(read({ 'a.yml': text }).rules[0]?.eventSchema).toBe(schema);
  });
});

describe('status', () => {
  it.each([
    ['rules/a.yml', 'stable', 'stable'],
    ['rules/a.yml', 'testing', 'test'],
    ['rules/a.yml', 'odd', 'unknown'],
    ['deprecated/a.yml', 'test', 'deprecated'],
    ['deprecated/a.yml', 'unsupported', 'unsupported'],
    ['unsupported/a.yml', 'experimental', 'unsupported'],
  ])('%s, %s: %s', (path, word, status) => {
    expect(read({ [path]: RULE.replace('status: test', `status: ${word}`) }).rules[0]?.status).toBe(status);
  });
});

describe('files', () => {
  it('wants YAML and test events', () => {
    const paths = [
      'rules/a.yml',
      'b.yaml',
      'a.events.json',
      'README.md',
      '.github/x.yml',
      'regression_data/info.yml',
      'data.json',
    ];
    expect(paths.filter((path) => sigmaPlatform.wants(path))).toEqual([
      'rules/a.yml',
      'b.yaml',
      'a.events.json',
    ]);
  });

  it('counts what is no rule, and keeps a rule that lost its detection', () => {
    const reading = read({
      'tests/logsource.yml': RULE,
      'other/pipeline.yml': RULE,
      'settings.yml': 'order: 20\nbackends: [x]\n',
      'rules/lost.yml': 'title: Lost\nid: lost\nlogsource:\n    product: aws\n',
      'rules/empty.yml': '# nothing\n',
    });
    expect(reading.skippedFileCount).toBe(4);
    expect(reading.rules.map(({ nativeId }) => nativeId)).toEqual(['lost']);
    expect(reading.broken).toEqual([]);
  });

  it('reports a broken file with line and column, and reads the rest', () => {
    const reading = read({
      'rules/bad.yml': 'title: a\n  b: [1\n',
      'rules/tab.yml': 'title: a\ndetection:\n\tsel: 1\n',
      'rules/good.yml': RULE,
    });
    expect(reading.rules).toHaveLength(1);
    expect(reading.broken).toMatchObject([
      {
        path: 'rules/bad.yml',
        diagnostics: [
          { code: 'syntax_error', severity: 'error', span: { start: { line: 1, column: 8 } } },
          {},
          {},
        ],
      },
      {
        path: 'rules/tab.yml',
        diagnostics: [{ code: 'syntax_error', span: { start: { line: 3, column: 1 } } }],
      },
    ]);
  });

  it('names a rule without an id by its path, and tells two rules of one id apart', () => {
    const nameless = RULE.replace(/^id: .*\n/m, '');
    const reading = read({ 'rules/a.yml': nameless, 'rules/b.yml': RULE, 'rules/c.yml': RULE });
    const id = '11111111-1111-4111-8111-111111111111';
    expect(reading.rules.map(({ nativeId }) => nativeId)).toEqual(['rules/a.yml', id, `${id}@rules/c.yml`]);
    expect(ruleOf(reading, `${id}@rules/c.yml`).diagnostics).toMatchObject([
      { code: 'duplicate_id', severity: 'warning' },
    ]);
  });

  it('hashes a rule with all that it is made from', () => {
    const hash = (files: Readonly<Record<string, string>>): string | undefined =>
      read(files).rules[0]?.contentHash;
    const own = hash({ 'rules/a.yml': RULE });
    expect(hash({ 'rules/a.yml': RULE })).toBe(own);
    expect(hash({ 'rules/a.yml': RULE, 'rules/z.yml': RULE.replaceAll('1111', '2222') })).toBe(own);
    expect(hash({ 'rules/a.yml': `${RULE}# more\n` })).not.toBe(own);
    const events = JSON.stringify([{ name: 'x', expected: true, event: {} }]);
    expect(hash({ 'rules/a.yml': RULE, 'rules/a.events.json': events })).not.toBe(own);
  });
});

describe('test events beside a rule', () => {
  it('are its tests', () => {
    const events = [
      { name: 'opens', expected: true, event: { eventName: 'OpenDoor' } },
      { name: 'closes', expected: false, event: { eventName: 'CloseDoor' } },
    ];
    const reading = read({ 'rules/door.yml': RULE, 'rules/door.events.json': JSON.stringify(events) });
    expect(reading.rules[0]?.tests).toEqual(events.map((event) => ({ ...event, mocks: {} })));
    expect(reading.broken).toEqual([]);
  });

  it('are assigned by id or name where the file holds several rules', () => {
    const two = `${RULE}---\n${RULE.replaceAll('1111', '2222').replace('status', 'name: second\nstatus')}`;
    const events = [
      { name: 'one', rule: 'second', expected: true, event: 1 },
      { name: 'two', expected: true, event: 2 },
    ];
    const reading = read({ 'rules/doors.yml': two, 'rules/doors.events.json': JSON.stringify(events) });
    expect(reading.rules.map(({ tests }) => tests.map(({ name }) => name))).toEqual([[], ['one']]);
    expect(reading.broken).toMatchObject([
      { path: 'rules/doors.events.json', diagnostics: [{ code: 'orphan_test' }] },
    ]);
  });

  it.each([
    ['[{"name": "x",]', 'syntax_error'],
    ['{}', 'invalid_events'],
    ['[{"name": "x", "event": {}}]', 'invalid_events'],
  ])('that cannot be read are reported: %s', (text, code) => {
    const reading = read({ 'rules/door.yml': RULE, 'rules/door.events.json': text });
    expect(reading.broken).toMatchObject([{ path: 'rules/door.events.json', diagnostics: [{ code }] }]);
    expect(reading.rules).toHaveLength(1);
  });
});

/** What Panther makes of a rule's result and gives it as an event: each case once judged otherwise than Python does. */
import { describe, expect, test } from 'vitest';
import { compileCondition } from '../../../../src/engine/evaluate/compile.ts';
import { nativeView } from '../../../../src/engine/event/event-view.ts';
import { not } from '../../../../src/condition/condition.ts';
import { conjuncts, judge, lower, verdicts } from '../lowering.ts';

const rule = (...lines: readonly string[]): string =>
  ['import json, ipaddress', 'def rule(event):', ...lines.map((line) => `    ${line}`), ''].join('\n');
const policy = (...lines: readonly string[]): string =>
  ['import json', 'def policy(resource):', ...lines.map((line) => `    ${line}`), ''].join('\n');

/** A policy alerts where its condition does not hold. */
const policyAlerts = (text: string, resource: unknown): string =>
  compileCondition(not(lower(text, { entry: 'policy' }).condition)).verdict(nativeView(resource));

describe('only a boolean result alerts', () => {
  test('a field is compared with True', () => {
    const text = rule('return event.get("flagged", False)');
    expect(verdicts(text, { flagged: true }, { flagged: false }, {})).toEqual([
      'matched',
      'unmatched',
      'unmatched',
    ]);
    expect(verdicts(text, { flagged: 'yes' }, { flagged: 1 }, { flagged: ['x'] })).toEqual([
      'unmatched',
      'unmatched',
      'unmatched',
    ]);
  });

  test('what and gives may be no boolean', () => {
    const text = rule('return event.get("a") == 1 and event.get("b")');
    expect(verdicts(text, { a: 1, b: true }, { a: 1, b: 'x' }, { a: 2, b: true })).toEqual([
      'matched',
      'unmatched',
      'unmatched',
    ]);
  });

  test('a constant that is none never alerts', () => {
    expect(conjuncts(rule('return "yes"'))).toEqual(['never']);
    expect(conjuncts(rule('return 1'))).toEqual(['never']);
  });

  test('a true result that is surely none stays open, with its logic', () => {
    const text = rule('return [x for x in event.get("names", []) if x == "a"]');
    expect(verdicts(text, { names: ['b'] }, { names: ['a'] })).toEqual(['unmatched', 'undecided']);
    expect(lower(text).diagnostics).toMatchObject([{ code: 'result_no_boolean' }]);
  });

  test('nor does a policy that gives none', () => {
    const text = policy('return resource["Upgrade"]');
    expect(policyAlerts(text, { Upgrade: false })).toBe('matched');
    expect(policyAlerts(text, { Upgrade: true })).toBe('unmatched');
    expect(policyAlerts(text, { Upgrade: null })).toBe('unmatched');
    expect(policyAlerts(text, { Upgrade: '' })).toBe('unmatched');
  });
});

describe('a policy that raises does not alert', () => {
  test('where a text is no JSON', () => {
    const text = policy('return json.loads(resource["Policy"]).get("a") == 1');
    expect(policyAlerts(text, { Policy: '{"a": 1}' })).toBe('unmatched');
    expect(policyAlerts(text, { Policy: '{"a": 2}' })).toBe('matched');
    expect(policyAlerts(text, { Policy: 'no JSON' })).toBe('unmatched');
  });

  test('where an element is too short', () => {
    const text = policy('return "eu" in [d.split(":")[1] for d in resource["Detectors"]]');
    expect(policyAlerts(text, { Detectors: ['a:us'] })).toBe('matched');
    expect(policyAlerts(text, { Detectors: ['a:us', 'a'] })).toBe('unmatched');
  });
});

describe('the types of the event', () => {
  test('its lists and objects are no list and no dict, but a Sequence and a Mapping', () => {
    const event = { a: [1], b: { c: 1 } };
    const is = (value: string, type: string): string =>
      judge(
        rule('from collections.abc import Mapping, Sequence', `return isinstance(${value}, ${type})`),
        event,
      );
    expect(is('event.get("a")', 'list')).toBe('unmatched');
    expect(is('event.get("b")', 'dict')).toBe('unmatched');
    expect(is('event.get("a")', '(list, Sequence)')).toBe('matched');
    expect(is('event.get("b")', 'Mapping')).toBe('matched');
    expect(is('event.get("b")', '(dict, str)')).toBe('unmatched');
  });

  test('what json.loads makes and what a policy sees are plain', () => {
    const text = rule('return isinstance(json.loads(event.get("a")), list)');
    expect(verdicts(text, { a: '[1]' }, { a: '{}' })).toEqual(['matched', 'unmatched']);
    expect(policyAlerts(policy('return not isinstance(resource["a"], list)'), { a: [] })).toBe('matched');
  });
});

test('IPv4 addresses are not all private', () => {
  const text = rule('return ipaddress.ip_network(event.get("ip")).is_global');
  expect(verdicts(text, { ip: '1.1.1.1' }, { ip: '10.0.0.1' }, { ip: '100.64.1.1' }, { ip: '::1' })).toEqual([
    'matched',
    'unmatched',
    'unmatched',
    'unmatched',
  ]);
});

test('deep_walk gives a list at the end of its path whole', () => {
  const text = rule('return event.deep_walk("a", "b") == "x"');
  expect(verdicts(text, { a: { b: 'x' } }, { a: [{ b: 'x' }, { b: 'x' }] })).toEqual(['matched', 'matched']);
  expect(verdicts(text, { a: { b: ['x'] } }, { a: [{ b: 'x' }, { b: 'y' }] })).toEqual([
    'unmatched',
    'unmatched',
  ]);
});

describe('one element decides, another raises: the first of them counts', () => {
  const text = rule(
    'for x in event.get("all", []):',
    '    if x["kind"] == "add":',
    '        return True',
    'return False',
  );

  test('a loop', () => {
    expect(
      verdicts(
        text,
        { all: [{ kind: 'add' }] },
        { all: [{ kind: 'b' }, {}] },
        { all: [{ kind: 'add' }, {}] },
        { all: [{}, { kind: 'add' }] },
      ),
    ).toEqual(['matched', 'unmatched', 'matched', 'unmatched']);
  });

  test('any()', () => {
    const any = rule('return any(x["kind"] == "add" for x in event.get("all", []))');
    const add = { kind: 'add' };
    expect(verdicts(any, { all: [add] }, { all: [{}] }, { all: [add, {}] }, { all: [{}, add] })).toEqual([
      'matched',
      'unmatched',
      'matched',
      'unmatched',
    ]);
  });

  test('not where both end without an alert', () => {
    const either = rule(
      'for x in event.get("all", []):',
      '    if x["kind"] == "add":',
      '        return False',
      'return True',
    );
    expect(judge(either, { all: [{ kind: 'add' }, {}] })).toBe('unmatched');
  });
});

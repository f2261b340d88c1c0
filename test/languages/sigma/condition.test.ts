import { describe, expect, it } from 'vitest';
import { codes, detection, lower, printed } from './lower.ts';
import type { Stage } from '../../../src/rule/stage.ts';
import { withThresholds } from '../../support/thresholds.ts';

const SELECTIONS = [
  'a: {x: 1}',
  'b: {y: 1}',
  'sel_1: {z: 1}',
  'sel_2: {z: 2}',
  'sel_3: {w: 3}',
  '_hidden: {h: 1}',
];

/** Of every selection that the condition names. */
function rule(condition: string): string {
  return detection(...SELECTIONS, `condition: ${condition}`);
}

const errors = (text: string): readonly string[] =>
  lower(text)
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code }) => code);

describe('Sigma conditions', () => {
  it.each([
    ['a', 'x eq 1'],
    ['a and b', 'x eq 1\ny eq 1'],
    ['a or b', 'x eq 1 or y eq 1'],
    ['not a', 'x ne 1'],
    ['not not a', 'x eq 1'],
    ['not a and b', 'x ne 1\ny eq 1'],
    ['not (a and b)', 'not (x eq 1 and y eq 1)'],
    ['a or b and sel_1', 'x eq 1 or (y eq 1 and z eq 1)'],
    ['(a or b) and sel_1', '(x eq 1 or y eq 1)\nz eq 1'],
    ['((a))', 'x eq 1'],
    ['(a)and(b)', 'x eq 1\ny eq 1'],
    ['a AND NOT b Or sel_1', '(x eq 1 and y ne 1) or z eq 1'],
    ['1 of sel_*', 'z in [1, 2] or w eq 3'],
    ['any of sel_*', 'z in [1, 2] or w eq 3'],
    ['all of sel_*', 'z eq 1\nz eq 2\nw eq 3'],
    ['2 of sel_*', '(z eq 1 and z eq 2) or (z eq 1 and w eq 3) or (z eq 2 and w eq 3)'],
    ['3 of sel_*', 'z eq 1\nz eq 2\nw eq 3'],
    ['1 of *_1', 'z eq 1'],
    ['1 of s*_2', 'z eq 2'],
    ['all of a', 'x eq 1'],
    ['1 of them', 'x eq 1 or y eq 1 or z in [1, 2] or w eq 3'],
    ['all of THEM', 'x eq 1\ny eq 1\nz eq 1\nz eq 2\nw eq 3'],
    ['1 of _*', 'h eq 1'],
    ['a and not 1 of sel_*', 'x eq 1\nnot (z in [1, 2] or w eq 3)'],
    ['a and not all of sel_*', 'x eq 1\nnot (z eq 1 and z eq 2 and w eq 3)'],
    ['[a, b and sel_1]', 'x eq 1 or (y eq 1 and z eq 1)'],
  ])('%s', (condition, expected) => {
    expect(printed(rule(condition))).toBe(expected);
    expect(errors(rule(condition))).toEqual([]);
  });

  it('reads identifiers that look like keywords or numbers', () => {
    const text = detection(
      'android: {x: 1}',
      'not_b: {x: 2}',
      '1st: {x: 3}',
      'all: {x: 4}',
      'condition: android or not_b or 1st or all',
    );
    expect(printed(text)).toBe('x in [1, 2, 3, 4]');
  });

  it('reads a condition of several lines', () => {
    const text = detection('a: {x: 1}', 'b: {y: 1}', 'condition: |', '  a', '  and not b');
    expect(printed(text)).toBe('x eq 1\ny ne 1');
  });

  it.each([
    ['a and', 'syntax_error', 'opaque "a and"'],
    ['a b', 'syntax_error', 'opaque "a b"'],
    ['(a', 'syntax_error', 'opaque "(a"'],
    ['write x from a (if not b) to list', 'syntax_error', 'opaque "write x from a (if not b) to list"'],
    ['a and missing', 'unknown_selection', 'x eq 1\nopaque "missing"'],
    ['a and not 1 of filter_*', 'no_selection_matches', 'x eq 1\nnot (opaque "1 of filter_*")'],
    ['a and 5 of sel_*', 'no_selection_matches', 'x eq 1\nopaque "5 of sel_*"'],
    ['0 of sel_*', 'no_selection_matches', 'opaque "0 of sel_*"'],
  ])('%s: %s', (condition, code, expected) => {
    expect(errors(rule(condition))).toEqual([code]);
    expect(printed(rule(condition))).toBe(expected);
  });

  it('points at the word that it does not know', () => {
    const [unknown] = lower(rule('a and nowhere')).diagnostics;
    expect(unknown?.span?.start).toMatchObject({ line: 8, column: 20 });
    expect(unknown?.span?.end).toMatchObject({ line: 8, column: 27 });
  });

  it('warns of a selection that the condition leaves out', () => {
    expect(lower(detection('a: {x: 1}', 'b: {y: 1}', 'condition: a')).diagnostics).toMatchObject([
      { code: 'unused_selection', severity: 'warning' },
    ]);
  });

  it('needs a condition, once', () => {
    expect(codes(detection('a: {x: 1}'))).toEqual(['missing_condition']);
    expect(codes(detection('a: {x: 1}', 'condition: a', 'condition: not a'))).toEqual(['duplicate_key']);
    expect(codes(detection('a: {x: 1}', 'a: {x: 2}', 'condition: a'))).toEqual(['duplicate_key']);
    expect(codes('title: x\n')).toEqual(['missing_detection']);
    expect(
      codes(`${detection('a: {x: 1}', 'condition: a')}${detection('b: {x: 1}', 'condition: b')}`),
    ).toEqual(['duplicate_key']);
    expect(
      codes(detection('a: {x: 1}', 'timeframe: 5m', 'timeframe: 1h', 'condition: a | count() > 5')),
    ).toEqual(['duplicate_key']);
  });
});

describe('the pipe of older rules', () => {
  const stages = (condition: string, ...more: readonly string[]): unknown =>
    lower(detection('s: {x: 1}', 't: {y: 1}', ...more, `condition: ${condition}`)).stages;

  it.each([
    [
      's | count() > 5',
      { by: [], window: 600, having: [{ function: 'count', field: null, operator: 'gt', value: 5 }] },
    ],
    [
      's | count(user) by host, ip >= 3',
      {
        by: [{ native: 'host' }, { native: 'ip' }],
        having: [{ function: 'cardinality', field: { native: 'user' }, operator: 'gte', value: 3 }],
      },
    ],
    ['s | sum(bytes) by ip > 1.5', { having: [{ function: 'sum', field: { native: 'bytes' }, value: 1.5 }] }],
    ['s | MIN(x) < 5', { having: [{ function: 'min', operator: 'lt' }] }],
    ['s | max(x) <= 5', { having: [{ function: 'max', operator: 'lte' }] }],
    ['s | avg(x) = 5', { having: [{ function: 'avg', operator: 'eq' }] }],
  ])('%s', (condition, stage) => {
    expect(withThresholds(stages(condition, 'timeframe: 10m') as readonly Stage[])).toMatchObject([
      { kind: 'aggregate', window: 600, ...stage },
    ]);
  });

  it.each([
    ['s | near t', 'near', []],
    ['s | sum() > 5', 'unsupported_aggregation', []],
    ['s | count() by x', 'unsupported_aggregation', []],
    ['s | transaction t', 'unsupported_aggregation', []],
    ['s | count() > 5', 'invalid_timeframe', ['timeframe: soon']],
    ['s | count() > 5', 'invalid_timeframe', ['timeframe: [5m]']],
    ['s', 'timeframe_without_aggregation', ['timeframe: 5m']],
    ['[s, t | count() > 5]', 'unsupported_aggregation', []],
  ])('%s is kept as text: %s', (condition, reason, more) => {
    const text = detection('s: {x: 1}', 't: {y: 1}', ...more, `condition: ${condition}`);
    expect(errors(text)).toEqual([reason]);
    expect(lower(text).stages).toMatchObject([{ kind: 'opaque', reason }]);
    expect(printed(text)).toContain('x eq 1');
  });
});

describe('keys that occur more than once', () => {
  it('count as PyYAML reads them, the last one, with a word about it', () => {
    const text = detection('a: {x: 1}', 'a: {y: 2, y: 3}', 'condition: not a', 'condition: a');
    expect(printed(text)).toBe('y eq 3');
    expect(lower(text).diagnostics).toMatchObject([
      { code: 'duplicate_key', severity: 'warning', span: { start: { line: 2 } } },
      { code: 'duplicate_key', severity: 'warning', span: { start: { line: 4 } } },
      { code: 'duplicate_key', severity: 'warning', span: { start: { line: 3 } } },
    ]);
  });
});

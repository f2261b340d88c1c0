/** Why a rule matched: the values of the rule that the event met, and every alternative that held. */
import { describe, expect, it } from 'vitest';
import { all, any, compare, not, some } from '../../../src/condition/condition.ts';
import type { Compare, Condition } from '../../../src/condition/condition.ts';
import { fieldPath } from '../../../src/condition/field-path.ts';
import { holdingLeaves } from '../../../src/engine/evaluate/alive.ts';
import { explainCondition } from '../../../src/engine/evaluate/compile.ts';
import type { Trace } from '../../../src/engine/evaluate/trace.ts';

const a = fieldPath('a');
const is = (field: string, value: string): Condition => compare(fieldPath(field), 'eq', [value]);

function met(condition: Compare, event: unknown): readonly unknown[] {
  const trace: Trace = explainCondition(condition, event);
  return trace.kind === 'leaf' ? trace.met() : ['no leaf'];
}

describe('the value of the rule that the event met', () => {
  const many = Array.from({ length: 200 }, (_none, at) => `value ${at}`);
  it.each<readonly [string, Compare, unknown, readonly unknown[]]>([
    ['of a long list', compare(a, 'in', many), { a: 'value 117' }, ['value 117']],
    ['of several, for a list of values', compare(a, 'in', ['x', 'y', 'z']), { a: ['z', 'x'] }, ['x', 'z']],
    ['whatever its letter case', compare(a, 'in', ['X', 'y'], { caseSensitive: false }), { a: 'x' }, ['X']],
    ['of prefixes', compare(a, 'starts_with', ['pow', 'cmd']), { a: 'powershell' }, ['pow']],
    ['of wildcards', compare(a, 'wildcard', ['p*l', '*.exe']), { a: 'powershell' }, ['p*l']],
    ['of expressions', compare(a, 'regex', ['^p.w', 'x{3}']), { a: 'powershell' }, ['^p.w']],
    ['of ranges', compare(a, 'cidr', ['10.0.0.0/8', '192.168.0.0/16']), { a: '10.1.2.3' }, ['10.0.0.0/8']],
    [
      'of which all are needed',
      compare(a, 'contains', ['x', 'y'], { quantifier: 'all' }),
      { a: 'xy' },
      ['x', 'y'],
    ],
    ['that must not be', compare(a, 'ne', ['x']), { a: 'x' }, ['x']],
    [
      'of another field',
      compare(a, 'field_eq', [], { other: fieldPath('b') }),
      { a: 'x', b: ['y', 'x'] },
      ['x'],
    ],
    ['is none where none was met', compare(a, 'in', ['x', 'y']), { a: 'z' }, []],
    ['is none where only presence is asked', compare(a, 'exists'), { a: 'z' }, []],
  ])('%s', (_title, condition, event, expected) => {
    expect(met(condition, event)).toEqual(expected);
  });
});

describe('the predicates that made a rule match', () => {
  const texts = (condition: Condition, event: unknown): readonly string[] =>
    holdingLeaves(explainCondition(condition, event)).map(({ node, negated }) =>
      node.kind === 'compare' ? `${negated ? 'not ' : ''}${node.field.native}` : node.kind,
    );

  it.each<readonly [string, Condition, unknown, readonly string[]]>([
    [
      'are those of each alternative that held',
      any([is('a', 'x'), is('b', 'x'), is('c', 'x')]),
      { a: 'x', c: 'x' },
      ['a', 'c'],
    ],
    [
      'are none of an alternative that failed',
      any([all([is('a', 'x'), is('b', 'x')]), is('c', 'x')]),
      { a: 'x', c: 'x' },
      ['c'],
    ],
    ['are all exclusions that did not hold', not(any([is('a', 'x'), is('b', 'x')])), {}, ['not a', 'not b']],
    [
      'are of an exclusion what kept it from holding',
      not(all([is('a', 'x'), is('b', 'x')])),
      { a: 'x' },
      ['not b'],
    ],
    [
      'are those of the element that held',
      some(fieldPath('l'), compare(fieldPath('k', { scope: 'element' }), 'eq', ['x'])),
      { l: [{ k: 'y' }, { k: 'x' }] },
      ['k'],
    ],
  ])('%s', (_title, condition, event, expected) => {
    expect(texts(condition, event)).toEqual(expected);
  });
});

import { describe, expect, it } from 'vitest';
import { all, always, any, compare, never, not, opaque, some } from '../../../src/condition/condition.ts';
import type { Compare, Condition, Operator } from '../../../src/condition/condition.ts';
import { fieldPath, withTransform } from '../../../src/condition/field-path.ts';
import type { FieldPath, Scalar } from '../../../src/condition/field-path.ts';
import { evaluateCondition } from '../../../src/engine/evaluate/compile.ts';

const unknown = opaque('x', 'test');
const element = (native: string): FieldPath => fieldPath(native, { scope: 'element' });
const picked = (place: 'first' | 'last'): Condition =>
  some(fieldPath('t'), compare(element('v'), 'eq', [1]), 'any', {
    place,
    among: compare(element('k'), 'eq', ['a']),
  });
const pickedByUnknown = some(fieldPath('t'), compare(element('v'), 'eq', [1]), 'any', {
  place: 'first',
  among: unknown,
});

function eq(field: string, value: Scalar, options: Partial<Compare> = {}): Compare {
  return compare(fieldPath(field), 'eq', [value], options);
}

describe("Kleene's logic", () => {
  it.each<readonly [string, Condition, string]>([
    ['unmatched decides all', all([unknown, never]), 'unmatched'],
    ['undecided stays in all', all([always, unknown]), 'undecided'],
    ['matched decides any', any([unknown, always]), 'matched'],
    ['undecided stays in any', any([never, unknown]), 'undecided'],
    ['not of undecided', not(unknown), 'undecided'],
    ['empty all', all([]), 'matched'],
    ['empty any', any([]), 'unmatched'],
  ])('%s', (_title, condition, verdict) => {
    expect(evaluateCondition(condition, {})).toBe(verdict);
  });
});

describe('paths', () => {
  it.each<readonly [string, Condition, unknown, string]>([
    ['nested keys', eq('a.b', 1), { a: { b: 1 } }, 'matched'],
    ['dotted keys', eq('a.b.c', 1), { 'a.b': { c: 1 } }, 'matched'],
    ['dotted keys beside nested ones', eq('a.b', 1), { a: { x: 1 }, 'a.b': 1 }, 'matched'],
    [
      'a key that holds dots',
      compare(fieldPath('l.a.b', { segments: ['l', 'a.b'] }), 'eq', [1]),
      { l: { 'a.b': 1 } },
      'matched',
    ],
    ['another letter case', eq('eventname', 1), { eventName: 1 }, 'matched'],
    ['the exact key first', eq('a', 1), { A: 2, a: 1 }, 'matched'],
    ['keys of the prototype', compare(fieldPath('constructor.name'), 'exists'), {}, 'unmatched'],
    ['__proto__ as a key', eq('__proto__.a', 1), JSON.parse('{"__proto__": {"a": 1}}'), 'matched'],
    ['through lists', eq('a.b', 2), { a: [{ b: 1 }, { b: 2 }] }, 'matched'],
    ['not through lists', eq('a.b', 2, { collection: 'whole' }), { a: [{ b: 2 }] }, 'unmatched'],
    ['an index', eq('a.1.b', 2, { collection: 'whole' }), { a: [{ b: 1 }, { b: 2 }] }, 'matched'],
    ['a single value in a list', eq('a.b', 2, { collection: 'single' }), { a: [{ b: [2] }] }, 'matched'],
    ['one text twice is single', eq('a', 'x', { collection: 'single' }), { a: ['x', 'x'] }, 'matched'],
    ['one number twice is not', eq('a', 2, { collection: 'single' }), { a: [2, 2] }, 'unmatched'],
    ['several values are none', eq('a', 2, { collection: 'single' }), { a: [1, 2] }, 'unmatched'],
    ['several values are not unequal', not(eq('a', 3, { collection: 'single' })), { a: [1, 2] }, 'matched'],
    [
      'several values do not count as there',
      compare(fieldPath('a.b'), 'exists', [], { collection: 'single' }),
      { a: [{ b: 1 }, { b: 2 }] },
      'unmatched',
    ],
    [
      'several values of a function are none',
      compare(withTransform(fieldPath('a'), 'split', ','), 'exists', [], { collection: 'single' }),
      { a: '1,2' },
      'unmatched',
    ],
    ['a negative index', eq('a.-1', 2), { a: [1, 2] }, 'matched'],
    ['another index', eq('a.0', 2), { a: [1, 2] }, 'unmatched'],
    ['a number as key', eq('a.0', 2), { a: { '0': 2 } }, 'matched'],
    ['an event that is no object', eq('a', 2), 'text', 'unmatched'],
    ['an event that is null', not(eq('a', 2)), null, 'matched'],
    ['an event that is a list', eq('a', 2), [{ a: 2 }], 'matched'],
    [
      'any field',
      compare(fieldPath('*', { match: 'glob' }), 'contains', ['x']),
      { a: [{ b: 'yxy' }] },
      'matched',
    ],
    [
      'any field, none',
      compare(fieldPath('*', { match: 'glob' }), 'contains', ['x']),
      { x: [{ x: 'y' }] },
      'unmatched',
    ],
    [
      'a family of fields',
      compare(fieldPath('a.*', { match: 'glob' }), 'eq', ['x']),
      { A: { b: { c: 'x' } } },
      'matched',
    ],
    [
      'another family',
      compare(fieldPath('b.*', { match: 'glob' }), 'eq', ['x']),
      { a: { b: { c: 'x' } } },
      'unmatched',
    ],
  ])('%s', (_title, condition, event, verdict) => {
    expect(evaluateCondition(condition, event)).toBe(verdict);
  });
});

describe('some', () => {
  const both = all([compare(element('k'), 'eq', ['a']), compare(element('v'), 'eq', [1])]);
  it.each<readonly [string, Condition, unknown, string]>([
    ['one element has both', some(fieldPath('t'), both), { t: [{ k: 'b' }, { k: 'a', v: 1 }] }, 'matched'],
    ['no element has both', some(fieldPath('t'), both), { t: [{ k: 'a' }, { v: 1 }] }, 'unmatched'],
    ['a value that is no list', some(fieldPath('t'), both), { t: { k: 'a', v: 1 } }, 'matched'],
    ['a missing list', some(fieldPath('t'), always), {}, 'unmatched'],
    ['an empty list', some(fieldPath('t'), always), { t: [] }, 'unmatched'],
    ['the element itself', some(fieldPath('t'), compare(element(''), 'gt', [1])), { t: [1, 2] }, 'matched'],
    [
      'an element that is null',
      some(fieldPath('t'), compare(element(''), 'is_null')),
      { t: [1, null] },
      'matched',
    ],
    [
      'the first of those with k',
      picked('first'),
      { t: [{ v: 2 }, { k: 'a', v: 1 }, { k: 'a', v: 2 }] },
      'matched',
    ],
    [
      'the last of those with k',
      picked('last'),
      { t: [{ k: 'a', v: 1 }, { k: 'a', v: 2 }, {}] },
      'unmatched',
    ],
    [
      'the first, not a later one',
      picked('first'),
      {
        t: [
          { k: 'a', v: 2 },
          { k: 'a', v: 1 },
        ],
      },
      'unmatched',
    ],
    ['none of them', picked('first'), { t: [{ k: 'b', v: 1 }] }, 'unmatched'],
    ['picked from no list', picked('last'), {}, 'unmatched'],
    ['picked by what is not known', pickedByUnknown, { t: [{ v: 1 }, { v: 2 }] }, 'undecided'],
    ['picked by what is not known, all alike', pickedByUnknown, { t: [{ v: 2 }, { v: 3 }] }, 'unmatched'],
    ['undecided in every element', some(fieldPath('t'), unknown), { t: [1] }, 'undecided'],
    ['through lists', some(fieldPath('s.t'), both), { s: [{ t: [] }, { t: [{ k: 'a', v: 1 }] }] }, 'matched'],
    [
      'not through lists',
      some(fieldPath('s.t'), both, 'whole'),
      { s: [{ t: [{ k: 'a', v: 1 }] }] },
      'unmatched',
    ],
    ['nested', some(fieldPath('s'), some(element('t'), both)), { s: [{ t: [{ k: 'a', v: 1 }] }] }, 'matched'],
    [
      'the event from within',
      some(fieldPath('t'), all([compare(element(''), 'eq', [1]), eq('u', 2)])),
      { t: [1], u: 2 },
      'matched',
    ],
    [
      'of a transformed value',
      some(withTransform(fieldPath('t'), 'values'), compare(element(''), 'eq', [1])),
      { t: { a: 2, b: 1 } },
      'matched',
    ],
  ])('%s', (_title, condition, event, verdict) => {
    expect(evaluateCondition(condition, event)).toBe(verdict);
  });
});

describe('comparisons of two fields', () => {
  const rows: readonly (readonly [Operator, unknown, unknown, string, Partial<Compare>?])[] = [
    ['field_eq', 'a', 'a', 'matched'],
    ['field_eq', 'a', 'A', 'unmatched'],
    ['field_eq', 'a', 'A', 'matched', { caseSensitive: false }],
    ['field_eq', undefined, undefined, 'unmatched'],
    ['field_eq', ['a', 'b'], ['c', 'b'], 'matched'],
    ['field_eq', [1, { a: 2 }], [1, { a: 2 }], 'matched', { collection: 'whole', strict: true }],
    ['field_eq', [1, { a: 2 }], [1, { a: '2' }], 'unmatched', { collection: 'whole', strict: true }],
    ['field_contains', 'abc', 'b', 'matched'],
    ['field_contains', ['abc', 'b'], 'b', 'matched', { collection: 'whole' }],
    ['field_starts_with', 'abc', 'ab', 'matched'],
    ['field_ends_with', 'abc', 'ab', 'unmatched'],
    ['field_in', 'b', ['a', 'b'], 'matched'],
    ['field_in', 'b', ['abc'], 'unmatched'],
    ['field_in', 'b', 'abc', 'matched'],
    ['field_in', 'b', ['a', 'b'], 'matched', { collection: 'whole', strict: true }],
    ['field_gt', 3, 2, 'matched'],
    ['field_gte', '2', 2, 'matched'],
    ['field_lt', 3, 2, 'unmatched'],
    ['field_lte', 2, undefined, 'unmatched'],
  ];
  for (const [operator, left, right, verdict, options = {}] of rows) {
    it(`${operator} of ${JSON.stringify([left, right, options])} is ${verdict}`, () => {
      const condition = compare(fieldPath('l'), operator, [], { other: fieldPath('r'), ...options });
      expect(evaluateCondition(condition, { l: left, r: right })).toBe(verdict);
    });
  }
});

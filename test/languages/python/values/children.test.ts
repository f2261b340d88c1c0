import { describe, expect, it } from 'vitest';
import { always } from '../../../../src/condition/condition.ts';
import { fieldPath } from '../../../../src/condition/field-path.ts';
import { childrenOf, withChildren } from '../../../../src/languages/python/values/children.ts';
import { test } from '../../../../src/languages/python/values/fields.ts';
import { constant, field } from '../../../../src/languages/python/values/values.ts';
import type { Each, Value } from '../../../../src/languages/python/values/values.ts';
import { judge } from '../lowering.ts';

const [a, b] = [fieldPath('a'), fieldPath('b')];
const exists = test(a, 'exists');
const one = constant(1);
const each: Each = {
  kind: 'each',
  when: exists,
  list: a,
  collection: 'whole',
  binder: 1,
  parts: [{ kind: 'item', when: always, value: one }],
};

const VALUES: readonly { readonly value: Value; readonly children: readonly unknown[] }[] = [
  {
    value: { kind: 'choice', when: exists, then: one, otherwise: field(b) },
    children: [exists, one, field(b)],
  },
  { value: { kind: 'sequence', type: 'list', parts: [each] }, children: [exists, a, always, one] },
  {
    value: { kind: 'dictionary', entries: [{ key: one, when: exists, value: field(b) }] },
    children: [one, exists, field(b)],
  },
  { value: { kind: 'text', parts: ['a', field(b)] }, children: [field(b)] },
  { value: { kind: 'time', at: 'now', shift: 0, aware: true }, children: [] },
  { value: { kind: 'time', at: b, shift: 0, aware: true }, children: [b] },
  { value: { kind: 'duration', between: null, seconds: 1 }, children: [] },
  { value: { kind: 'found', of: { text: field(b), pattern: 'x' } }, children: [field(b)] },
  { value: { kind: 'difference', left: a, right: b, divisor: 1 }, children: [a, b] },
];

describe('what a value is made of', () => {
  it.each(VALUES)('of a $value.kind', ({ value, children }) => {
    const found = childrenOf(value);
    const all = [...found.values, ...found.conditions, ...found.fields];
    expect(new Set(all)).toEqual(new Set(children));
    expect(all).toHaveLength(children.length);
  });

  it.each(VALUES)('a $value.kind of which nothing changes stays the same object', ({ value }) => {
    expect(withChildren(value, { value: (of) => of, field: (of) => of })).toBe(value);
  });

  it('is changed alone', () => {
    const list: Value = { kind: 'sequence', type: 'list', parts: [each] };
    expect(withChildren(list, { field: () => b, value: () => constant(2) })).toEqual({
      ...list,
      parts: [{ ...each, list: b, parts: [{ kind: 'item', when: always, value: constant(2) }] }],
    });
  });
});

describe('a list that is changed', () => {
  const rule = `def rule(event):
    own = []
    held = [own for _ in event.get("list", [])]
    own.append("x")
    return any(len(one) == 1 for one in held)
`;

  it('is changed where the elements of another list hold it', () => {
    expect(judge(rule, { list: [1] })).toBe('matched');
    expect(judge(rule, { list: [] })).toBe('unmatched');
  });
});

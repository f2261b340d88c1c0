/** `==` with a value of the event on one side, or on both. */
import { always, never } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import type { FieldPath, Scalar } from '../../../condition/field-path.ts';
import type { Located } from '../syntax/ast.ts';
import { hasType, isEvent, test } from './fields.ts';
import { both, either, negate } from '../conditions/logic.ts';
import type { Machine } from '../machine/machine.ts';
import type { Field } from './values.ts';

export function fieldEquals(m: Machine, of: Field, wanted: Scalar, node: Located): Condition {
  if (isEvent(of) || wanted === null) return never;
  return onWalk(m, of, (path) => scalarEquals(path, wanted), node);
}

/** `field == constant`; `.lower() == "abc"` is a comparison that ignores case. */
function scalarEquals(of: FieldPath, wanted: Scalar): Condition {
  if (of.transforms.at(-1)?.name === 'truthy') return truthTransformEquals(of, wanted);
  const folded = foldCase(of, [wanted]);
  if (folded === null) return never;
  return test(folded.field, 'eq', [wanted], { caseSensitive: folded.caseSensitive });
}

function truthTransformEquals(of: FieldPath, wanted: Scalar): Condition {
  const holds = test(of, 'eq', [true]);
  return wanted === true ? holds : wanted === false ? negate(holds) : never;
}

/**
 * A field whose last function is lower or upper, compared with texts in that case, compares without regard to case. Null: no text in
 * that case can be equal.
 */
export function foldCase(
  of: FieldPath,
  values: readonly Scalar[],
): { readonly field: FieldPath; readonly values: readonly Scalar[]; readonly caseSensitive: boolean } | null {
  const last = of.transforms.at(-1)?.name;
  if (last !== 'lower' && last !== 'upper') return { field: of, values, caseSensitive: true };
  const fits = values.filter(
    (value) =>
      typeof value === 'string' && (last === 'lower' ? value.toLowerCase() : value.toUpperCase()) === value,
  );
  if (fits.length === 0) return null;
  const lettered = fits.some((value) => /\p{L}/u.test(String(value)));
  return {
    field: Object.freeze({ ...of, transforms: of.transforms.slice(0, -1) }),
    values: fits,
    caseSensitive: !lettered,
  };
}

/**
 * What deep_walk found, compared with one value: the one distinct value must satisfy the test. The first (or last) of several is known only
 * where all agree. A list at the end of the path that none stood before is found whole: it is no value of its own.
 */
export function onWalk(
  m: Machine,
  of: Field,
  holds: (path: FieldPath) => Condition,
  node: Located,
): Condition {
  if (of.walk === null) return holds(of.field);
  const binder = m.newBinder();
  const element = Object.freeze({
    ...of.field,
    native: '',
    segments: [],
    scope: 'element' as const,
    name: `@${binder}.`,
    transforms: [],
  });
  const inner: FieldPath = { ...element, transforms: of.field.transforms };
  const list: FieldPath = Object.freeze({ ...of.field, transforms: [] });
  const part = { kind: 'each', when: always, list, collection: 'any', binder, parts: [] } as const;
  const one = holds(inner);
  const found = m.some(part, one, node);
  const other = m.some(part, negate(one), node);
  const plain = negate(hasType(list, ['list']));
  const first =
    of.walk === 'first' ? m.pick(part, 'first', test({ ...inner, transforms: [] }, 'exists'), one) : null;
  if (first !== null) return both(first, plain);
  if (of.walk === 'all')
    return isOneValue(one)
      ? both(found, negate(other), plain)
      : both(m.some(part, both(one, isOnlyValue(element, list)), node), plain);
  return both(found, either(negate(other), m.truth(m.opaque('first_of_several', node, [of]), node)), plain);
}

/** Whatever satisfies it is one and the same value. */
function isOneValue(one: Condition): boolean {
  return (
    one.kind === 'compare' &&
    one.operator === 'eq' &&
    one.values.length === 1 &&
    one.caseSensitive &&
    one.field.transforms.length === 0
  );
}

/** Of several distinct values deep_walk gives the list, which is none of them. */
function isOnlyValue(element: FieldPath, list: FieldPath): Condition {
  return test(element, 'field_eq', [], { other: list, quantifier: 'all', collection: 'any' });
}

export function equalFields(m: Machine, a: Field, b: Field, node: Located): Condition {
  if (a.walk !== null || b.walk !== null || isEvent(a) || isEvent(b)) {
    return m.truth(m.opaque('unsupported_comparison', node, [a, b]), node);
  }
  if (JSON.stringify(a.field) === JSON.stringify(b.field)) return always;
  return test(a.field, 'field_eq', [], { other: b.field });
}

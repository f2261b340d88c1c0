/** Paths into the event, and the loops that bind their elements. */
import { always, compare, never } from '../../../condition/condition.ts';
import type { Compare, Condition, Operator } from '../../../condition/condition.ts';
import { fieldPath, withTransform } from '../../../condition/field-path.ts';
import type { FieldPath, Scalar, TransformName } from '../../../condition/field-path.ts';
import { choice } from './choice.ts';
import { binderOf } from '../conditions/same-field.ts';
import { field, NONE } from './values.ts';
import type { Field, Value } from './values.ts';

/** Python compares whole values, and types must agree. */
const PYTHON = { collection: 'whole', strict: true } as const;

export const EVENT: Field = field(fieldPath(''));

export function isEvent(value: Value): boolean {
  return (
    value.kind === 'field' &&
    value.field.scope === 'event' &&
    value.field.segments.length === 0 &&
    value.field.transforms.length === 0
  );
}

/** An element of the list that the loop `binder` goes through. */
export function element(binder: number): Field {
  return field(fieldPath('', { scope: 'element', name: `@${binder}.` }));
}

/** The path one key deeper. */
export function child(of: FieldPath, key: string): FieldPath {
  const last = of.transforms.at(-1);
  if (
    last?.name === 'at' &&
    typeof last.args[0] === 'number' &&
    last.args[0] >= 0 &&
    of.transforms.length === 1
  ) {
    return child(child(Object.freeze({ ...of, transforms: [] }), String(last.args[0])), key);
  }
  if (of.transforms.length > 0) return withTransform(of, 'key', key);
  const segments = [...of.segments, key];
  const native = of.native === '' ? key : `${of.native}.${key}`;
  const binder = binderOf(of);
  return Object.freeze({ ...of, segments, native, name: binder === null ? native : `@${binder}.${native}` });
}

export function test(
  of: FieldPath,
  operator: Operator,
  values: readonly Scalar[] = [],
  options: Partial<Compare> = {},
): Condition {
  const { caseSensitive, other, quantifier, collection } = options;
  return compare(of, operator, values, {
    ...PYTHON,
    ...(caseSensitive === undefined ? {} : { caseSensitive }),
    ...(other === undefined ? {} : { other }),
    ...(quantifier === undefined ? {} : { quantifier }),
    ...(collection === undefined ? {} : { collection }),
  });
}

export function isMissing(of: FieldPath): Condition {
  if (of.segments.length === 0 && of.transforms.length === 0) return never;
  return test(of, 'is_null');
}

export function isTruthy(of: Field): Condition {
  if (isEvent(of)) return always;
  if (of.walk !== null) return someTruthy(of.field);
  return test(withTransform(of.field, 'truthy'), 'eq', [true]);
}

/** deep_walk gives the one value, or the list of several: truthy with several, or one that is. */
function someTruthy(of: FieldPath): Condition {
  return test(withTransform(of, 'truthy'), 'eq', [true], { collection: 'any' });
}

/** What some functions make, where they make anything. */
const MADE: Partial<Record<TransformName, string>> = { query_params: 'object', extract: 'string' };

export function hasType(of: FieldPath, types: readonly string[]): Condition {
  const last = of.transforms.at(-1);
  const made = last && MADE[last.name];
  if (made !== undefined) return types.includes(made) ? always : never;
  if (of.segments.length === 0 && of.scope === 'event' && of.transforms.length === 0)
    return types.includes('object') ? always : never;
  return test(withTransform(of, 'type_name'), types.length === 1 ? 'eq' : 'in', types);
}

/** The value at a path, None (or a default) where it is missing. */
export function optional(of: FieldPath, otherwise: Value = NONE): Value {
  return choice(isMissing(of), otherwise, field(of));
}

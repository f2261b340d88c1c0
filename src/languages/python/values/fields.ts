/** Paths into the event, and the loops that bind their elements. */
import { all, always, any, compare, never, not, opaque, some } from '../../../condition/condition.ts';
import type { Compare, Condition, Operator, Some } from '../../../condition/condition.ts';
import { fieldPath, fieldText, withTransform } from '../../../condition/field-path.ts';
import type { FieldPath, Scalar, TransformName } from '../../../condition/field-path.ts';
import { mapFields } from '../../../condition/fold.ts';
import { choice } from './choice.ts';
import { keyedLoop } from '../elements/keyed-values.ts';
import type { KeyedLoop } from '../elements/keyed-values.ts';
import { hoisted, openInside, whereNone } from '../elements/commuted-picks.ts';
import type { Hoisted } from '../elements/commuted-picks.ts';
import { binderOf, innerBinderOf, isOfBinder } from '../conditions/same-field.ts';
import { both, either, negate } from '../conditions/logic.ts';
import { withoutEntries } from '../elements/entry-sides.ts';
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

/** Does the condition speak of that loop's element? */
export function mentions(condition: Condition, binder: number): boolean {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.some((part) => mentions(part, binder));
    case 'not':
      return mentions(condition.of, binder);
    case 'some':
      return isOfBinder(condition.field, binder) || openInside(condition).has(binder);
    case 'compare':
      return (
        isOfBinder(condition.field, binder) ||
        (condition.other !== null && isOfBinder(condition.other, binder))
      );
    case 'opaque':
      return condition.fields.some((one) => isOfBinder(one, binder));
    case 'from':
    case 'always':
    case 'never':
      return false;
  }
}

/** Does the condition speak of no loop but that one? (What stands in a `some` belongs to that `some`.) */
export function onlyThis(condition: Condition, binder: number): boolean {
  const own = (one: FieldPath | null): boolean =>
    one === null || ((binderOf(one) ?? binder) === binder && (innerBinderOf(one) ?? binder) === binder);
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.every((part) => onlyThis(part, binder));
    case 'not':
      return onlyThis(condition.of, binder);
    case 'some':
      return own(condition.field) && openInside(condition).size === 0;
    case 'compare':
      return own(condition.field) && own(condition.other);
    case 'opaque':
    case 'from':
    case 'always':
    case 'never':
      return true;
  }
}

/**
 * There is an element of the list for which `of` holds. What does not speak of the element is taken out. Null where the IR cannot say it: one
 * comparison that names the elements of two loops.
 */
export function someElement(
  list: FieldPath,
  collection: 'any' | 'whole',
  binder: number,
  of: Condition,
): Condition | null {
  if (of.kind === 'never') return never;
  const inside = hoisted(of, binder);
  if (inside !== null) return inside === 'several' ? null : insidePick(list, collection, binder, inside);
  const keyed = keyedLoop(list, binder, of);
  if (keyed !== null)
    return keyed === 'several' || collection === 'any' ? null : keyedElement(list, binder, keyed);
  if (of.kind === 'any') {
    if (onlyThis(of, binder)) return closed(list, collection, binder, of);
    return joined(
      of.of.map((part) => someElement(list, collection, binder, part)),
      either,
    );
  }
  if (of.kind === 'all') {
    const inside = of.of.filter((part) => mentions(part, binder));
    const outside = of.of.filter((part) => !mentions(part, binder));
    const rest = inside.length === 0 ? always : both(...inside);
    if (rest.kind === 'all' && !onlyThis(rest, binder))
      return distributed(list, collection, binder, rest.of, outside);
    const within =
      rest.kind === 'all'
        ? closed(list, collection, binder, rest)
        : someElement(list, collection, binder, rest);
    return within === null ? null : both(...outside, within);
  }
  if (!mentions(of, binder)) return both(of, closed(list, collection, binder, always));
  if (onlyThis(of, binder)) return closed(list, collection, binder, of);
  const pushed = of.kind === 'not' ? pushNot(of.of) : null;
  return pushed === null ? null : someElement(list, collection, binder, pushed);
}

/** The loop goes inside of a pick; where nothing is picked, it stands alone. */
function insidePick(
  list: FieldPath,
  collection: 'any' | 'whole',
  binder: number,
  { node, picked, none }: Hoisted,
): Condition | null {
  if (list.scope !== 'event') return null;
  // What speaks of the picked element alone stays outside of the loop: that is seen where negations are carried inwards.
  const within = someElement(list, collection, binder, inwards(picked));
  const alone = someElement(list, collection, binder, none);
  if (within === null || alone === null) return null;
  return either(some(node.field, within, node.collection, node.pick), both(whereNone(node), alone));
}

function keyedElement(list: FieldPath, binder: number, { entries, others }: KeyedLoop): Condition | null {
  return joined(
    [someElement(entries.list, 'whole', binder, entries.of), someElement(list, 'whole', binder, others)],
    either,
  );
}

/** Marks of loops that are closed: by how deep other loops lie in them, so that equal loops have equal conditions. */
const CLOSED = 1_000_000;

function closed(list: FieldPath, collection: 'any' | 'whole', binder: number, of: Condition): Condition {
  const shaped = withoutEntries(list, binder, [of]);
  const [body = of] = shaped.held;
  return some(shaped.list, closing(binder, [body])(body), collection);
}

/** Marks the loop's element as that of a closed loop, which holds these conditions. */
export function closing(binder: number, held: readonly Condition[]): (of: Condition) => Condition {
  const mark = CLOSED + Math.max(...held.map(loopDepth));
  return (of) =>
    mapFields(of, (one) =>
      binderOf(one) === binder ? Object.freeze({ ...one, name: `@${mark}.${one.native}` }) : one,
    );
}

function loopDepth(of: Condition): number {
  if (of.kind === 'all' || of.kind === 'any') return Math.max(0, ...of.of.map(loopDepth));
  if (of.kind === 'not') return loopDepth(of.of);
  if (of.kind !== 'some') return 0;
  return 1 + Math.max(loopDepth(of.of), of.pick === null ? 0 : loopDepth(of.pick.among));
}

/** A conjunct that mixes loops is opened where it is an `or`. */
function distributed(
  list: FieldPath,
  collection: 'any' | 'whole',
  binder: number,
  inside: readonly Condition[],
  outside: readonly Condition[],
): Condition | null {
  const mixed = inside.find((part) => !onlyThis(part, binder));
  const open = mixed?.kind === 'not' ? pushNot(mixed.of) : mixed;
  if (mixed === undefined || open?.kind !== 'any') return null;
  const others = inside.filter((part) => part !== mixed);
  const found = joined(
    open.of.map((part) => someElement(list, collection, binder, both(part, ...others))),
    either,
  );
  return found === null ? null : both(...outside, found);
}

function inwards(of: Condition): Condition {
  if (of.kind === 'all') return both(...of.of.map(inwards));
  if (of.kind === 'any') return either(...of.of.map(inwards));
  const pushed = of.kind === 'not' ? pushNot(of.of) : null;
  return pushed === null ? of : inwards(pushed);
}

function pushNot(of: Condition): Condition | null {
  if (of.kind === 'all') return either(...of.of.map(negate));
  if (of.kind === 'any') return both(...of.of.map(negate));
  return null;
}

function joined(
  parts: readonly (Condition | null)[],
  join: (...of: Condition[]) => Condition,
): Condition | null {
  const known = parts.filter((part) => part !== null);
  return known.length === parts.length ? join(...known) : null;
}

/** The condition as the catalog keeps it: the loops' marks taken off the names. */
export function withoutBinders(condition: Condition): Condition {
  return mapFields(withoutStrays(condition), (one) =>
    one.scope === 'element' ? Object.freeze({ ...one, name: one.native }) : one,
  );
}

/** An element that is named outside its loop has no value there: what names it is not known. */
function withoutStrays(condition: Condition): Condition {
  switch (condition.kind) {
    case 'all':
      return all(condition.of.map(withoutStrays));
    case 'any':
      return any(condition.of.map(withoutStrays));
    case 'not':
      return not(withoutStrays(condition.of));
    case 'some':
      return isStray(condition.field)
        ? stray(condition)
        : some(
            condition.field,
            withoutStrays(condition.of),
            condition.collection,
            condition.pick && { ...condition.pick, among: withoutStrays(condition.pick.among) },
          );
    case 'compare':
      return isStray(condition.field) || (condition.other !== null && isStray(condition.other))
        ? stray(condition)
        : condition;
    case 'opaque':
    case 'from':
    case 'always':
    case 'never':
      return condition;
  }
}

function isStray(one: FieldPath): boolean {
  const binder = binderOf(one);
  return binder !== null && binder < CLOSED;
}

function stray(of: Compare | Some): Condition {
  return opaque(fieldText(of.field), 'loop_state', [of.field]);
}

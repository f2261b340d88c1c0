/**
 * Lists of the event whose elements a rule looks at by their place: an element stands together with those before it and those after it. A loop
 * that asks for the element alone is closed as a loop over the list itself (entry-sides.ts).
 */
import { always } from '../../../condition/condition.ts';
import { withTransform } from '../../../condition/field-path.ts';
import type { FieldPath, Transform } from '../../../condition/field-path.ts';
import type { Located } from '../syntax/ast.ts';
import { choice } from '../values/choice.ts';
import { child, element, test } from '../values/fields.ts';
import { negate } from '../conditions/logic.ts';
import type { Machine } from '../machine/machine.ts';
import { isPlainList } from '../values/parts.ts';
import { binderOf } from '../conditions/same-field.ts';
import { field, NONE } from '../values/values.ts';
import type { Each, Place, Value } from '../values/values.ts';

/** One part for all elements of the list; `make` says what each gives. */
export function placeParts(m: Machine, list: FieldPath, make: (index: Value, value: Value) => Value): Each {
  const binder = m.newBinder();
  m.places.set(binder, list);
  const own = element(binder).field;
  const index = field(withTransform(child(own, 'before'), 'length'));
  return {
    kind: 'each',
    when: always,
    list: withTransform(list, 'places'),
    collection: 'whole',
    binder,
    parts: [{ kind: 'item', when: always, value: make(index, field(child(own, 'value'))) }],
  };
}

/** A loop over a list as one over its places; null where its elements are made of more than one list. */
export function openPlaces(m: Machine, part: Each): Each | null {
  if (m.places.has(part.binder)) return part;
  if (!isPlainList(part) || part.unordered === true) return null;
  return { ...placeParts(m, part.list, (_index, value) => value), when: part.when };
}

/** Which place of a list a number is; null: none that we know. */
export function placeOf(m: Machine, value: Value): Place | null {
  if (value.kind === 'opaque') return value.place ?? null;
  if (value.kind !== 'field' || value.walk !== null) return null;
  const { segments, transforms } = value.field;
  const binder = binderOf(value.field);
  const list = binder === null ? undefined : m.places.get(binder);
  const [first, second, ...more] = transforms;
  const offset = offsetOf(second);
  if (binder === null || list === undefined || segments.join('.') !== 'before' || first?.name !== 'length')
    return null;
  if (offset === null || more.length > 0) return null;
  return { list, element: element(binder).field, offset };
}

function offsetOf(transform: Transform | undefined): number | null {
  if (transform === undefined) return 0;
  const [by] = transform.args;
  if (typeof by !== 'number' || !Number.isInteger(by)) return null;
  return transform.name === 'add' ? by : transform.name === 'subtract' ? -by : null;
}

function sameList(a: FieldPath, b: FieldPath): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** `list[place]`; null: no place of that list. */
export function elementAtPlace(m: Machine, list: FieldPath, key: Value, node: Located): Value | null {
  if (key.kind === 'field' && sameList(key.field, withTransform(list, 'length'))) {
    m.raise('IndexError', always);
    return NONE;
  }
  const place = placeOf(m, key);
  if (place === null || !sameList(place.list, list)) return null;
  const { offset } = place;
  if (offset === 0) return field(child(place.element, 'value'));
  if (offset > 0) {
    const path = withTransform(child(place.element, 'after'), 'at', offset - 1);
    m.raise('IndexError', negate(test(path, 'exists')));
    return field(path);
  }
  // A negative place counts from the end of the list.
  const before = child(place.element, 'before');
  const isThere = test(withTransform(before, 'length'), 'gte', [-offset]);
  return choice(
    isThere,
    field(withTransform(before, 'at', offset)),
    m.opaque('computed_key', node, [key, field(list)]),
  );
}

/** `list[place:]`, `list[:place]`; null: no such part. */
export function partByPlace(
  m: Machine,
  list: FieldPath,
  [start = NONE, end = NONE]: readonly Value[],
): Value | null {
  const [from, to] = [placeOf(m, start), placeOf(m, end)];
  const isOpen = (bound: Value): boolean => bound.kind === 'constant' && bound.value === null;
  if (from !== null && isOpen(end) && sameList(from.list, list) && from.offset > 0) {
    const after = child(from.element, 'after');
    return field(from.offset === 1 ? after : withTransform(after, 'slice', from.offset - 1, null));
  }
  return to !== null && isOpen(start) && sameList(to.list, list) && to.offset === 0 && to.within !== true
    ? field(child(to.element, 'before'))
    : null;
}

/** The elements of a list from a place on, each again a place of it. */
export function placesFrom(m: Machine, place: Place): { readonly part: Each; readonly place: Place } | null {
  if (place.offset < 1) return null;
  const after = child(place.element, 'after');
  const rest = place.offset === 1 ? after : withTransform(after, 'slice', place.offset - 1, null);
  const part = placeParts(m, rest, (_index, value) => value);
  m.places.delete(part.binder);
  return { part, place: { list: place.list, element: element(part.binder).field, offset: 0, within: true } };
}

/** `x[i]`, `x["key"]`, `x[a:b]`. */
import { withTransform } from '../../../condition/field-path.ts';
import type { Scalar } from '../../../condition/field-path.ts';
import type { ExpressionOf, Located } from '../syntax/ast.ts';
import { entry, nullableEntry } from '../panther/deep-access.ts';
import { always } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import { choice } from '../values/choice.ts';
import { plainItems } from '../values/equality.ts';
import { either, negate } from '../conditions/logic.ts';
import { test } from '../values/fields.ts';
import { pieceAt } from '../library/limited-splits.ts';
import type { Machine } from '../machine/machine.ts';
import { firstValue } from '../values/first-value.ts';
import { elementAtPlace, partByPlace } from '../elements/places.ts';
import { groupOf } from '../library/regex-groups.ts';
import { notEmpty } from '../values/truth.ts';
import { byKind } from '../values/by-kind.ts';
import type { ByKind } from '../values/by-kind.ts';
import { constant, field, NONE } from '../values/values.ts';
import type { Field, Sequence, Value } from '../values/values.ts';

export function subscript(m: Machine, node: ExpressionOf<'Subscript'>): Value {
  const of = m.evaluate(node.value);
  if (node.slice.nodeType === 'Slice') {
    const { lower, upper, step } = node.slice;
    const bounds = [lower, upper, step].map((bound) => (bound === undefined ? NONE : m.evaluate(bound)));
    return m.each(of, (leaf) => slice(m, leaf, bounds, node));
  }
  return itemAt(m, of, m.evaluate(node.slice), node);
}

/** `x["key"]` where it is compared with None. */
export function nullableItem(m: Machine, node: ExpressionOf<'Subscript'>): Value {
  if (node.slice.nodeType === 'Slice') return subscript(m, node);
  const key = m.evaluate(node.slice);
  const isName = key.kind === 'constant' && typeof key.value === 'string';
  if (!isName) return subscript(m, node);
  return m.each(m.evaluate(node.value), (leaf) =>
    leaf.kind === 'field' ? nullableEntry(m, leaf, key, node) : oneItem(m, leaf, key, node),
  );
}

export function itemAt(m: Machine, of: Value, index: Value, node: Located): Value {
  return m.each(of, (leaf) => m.each(index, (key) => oneItem(m, leaf, key, node)));
}

function oneItem(m: Machine, of: Value, key: Value, node: Located): Value {
  return byKind(ITEM_OF, m, of, key, node) ?? m.opaque('unsupported_subscript', node, [of, key]);
}

const ITEM_OF: ByKind<Machine, [Value, Located], Value> = {
  field: (m, of, key, node) => {
    const place = placeIn(key);
    if (place !== null) return elementAt(m, of, place, node);
    return (of.walk === null ? elementAtPlace(m, of.field, key, node) : null) ?? entry(m, of, key, node);
  },
  dictionary: entry,
  lookup: entry,
  sequence: (m, of, key, node) => {
    const place = placeIn(key);
    return place === null ? nthOfField(m, of, key, node) : nth(m, of, place, node);
  },
  constant: (m, { value }, key) => {
    const place = typeof value === 'string' ? placeIn(key) : null;
    const found = place === null ? undefined : Array.from(String(value)).at(place);
    if (found === undefined) m.raise(place === null ? 'TypeError' : 'IndexError', always);
    return found === undefined ? (place === null ? NONE : constant('')) : constant(found);
  },
  found: groupOf,
  // Type annotations such as list[str].
  native: (_m, of) => of,
  class: (_m, of) => of,
};

function placeIn(key: Value): number | null {
  return key.kind === 'constant' && typeof key.value === 'number' ? key.value : null;
}

function elementAt(m: Machine, of: Field, index: number, node: Located): Value {
  if (of.walk !== null) {
    // What stands at the end of a path through no list is found as it is.
    const unknown = m.opaque('unsupported_subscript', node, [of]);
    const isWhole = test(of.field, 'exists');
    const value = m.under(isWhole, () => elementAt(m, field(of.field), index, node));
    return choice(isWhole, value, unknown);
  }
  const path = pieceAt(of.field, index);
  m.noteRead(path, of.field);
  const sure = of.field.transforms.at(-1)?.name === 'split' && (index === 0 || index === -1);
  if (!sure) m.raise('IndexError', negate(test(path, 'exists')));
  return field(path);
}

function nth(m: Machine, of: Sequence, index: number, node: Located): Value {
  const plain = of.parts.every((part) => part.kind === 'item' && part.when.kind === 'always');
  const before = index >= 0 ? of.parts.slice(0, index + 1) : of.parts.slice(index);
  if (!plain && !before.every((part) => part.kind === 'item' && part.when.kind === 'always'))
    return outermost(m, of, index, node);
  const part = of.parts.at(index);
  const reachable = index >= 0 ? index < of.parts.length : -index <= of.parts.length;
  if (part?.kind !== 'item' || !reachable) {
    m.raise('IndexError', always);
    return NONE;
  }
  return part.value;
}

const MAX_PLACES = 20;

/** One of a few known elements, by a place that the event says. */
function nthOfField(m: Machine, of: Sequence, key: Value, node: Located): Value {
  const items = plainItems(of);
  if (key.kind !== 'field' || key.walk !== null || items === null || items.length > MAX_PLACES)
    return m.opaque('computed_key', node, [of, key]);
  const isPlace = (at: number): Condition => test(key.field, 'in', [at, at - items.length]);
  m.raise('IndexError', negate(either(...items.map((_, at) => isPlace(at)))));
  const [last = NONE] = items.slice(-1);
  return items.slice(0, -1).reduceRight<Value>((rest, item, at) => choice(isPlace(at), item, rest), last);
}

/** The first or last element of a list with elements of the event's lists; another place is not known. */
function outermost(m: Machine, of: Sequence, index: number, node: Located): Value {
  const place = index === 0 ? 'first' : index === -1 ? 'last' : null;
  const value = place === null ? null : firstValue(m, of.parts, NONE, node, place);
  if (value === null) return m.opaque('first_of_list', node, [of]);
  m.raise('IndexError', negate(notEmpty(m, of.parts, node)));
  return value;
}

function slice(m: Machine, of: Value, bounds: readonly Value[], node: Located): Value {
  const byPlace = of.kind === 'field' && of.walk === null ? partByPlace(m, of.field, bounds) : null;
  if (byPlace !== null) return byPlace;
  const plain = bounds.map((bound): Scalar | undefined =>
    bound.kind === 'constant' ? bound.value : undefined,
  );
  const [start, end, step] = plain;
  const open = (bound: Scalar | undefined): bound is number | null =>
    bound === null || typeof bound === 'number';
  if (!open(start) || !open(end) || (step !== null && step !== 1))
    return m.opaque('unsupported_slice', node, [of, ...bounds]);
  if (of.kind === 'field' && of.walk === null) return field(withTransform(of.field, 'slice', start, end));
  if (of.kind === 'constant' && typeof of.value === 'string')
    return constant(of.value.slice(start ?? 0, end ?? undefined));
  if (
    of.kind === 'sequence' &&
    of.parts.every((part) => part.kind === 'item' && part.when.kind === 'always')
  ) {
    return { ...of, parts: of.parts.slice(start ?? 0, end ?? undefined) };
  }
  if (of.kind === 'constant') {
    m.raise('TypeError', always);
    return NONE;
  }
  return m.opaque('unsupported_slice', node, [of]);
}

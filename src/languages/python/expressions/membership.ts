/** Python's `in`. */
import { always, never } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import type { FieldPath, Scalar } from '../../../condition/field-path.ts';
import type { Located } from '../syntax/ast.ts';
import { entryOf } from '../values/dictionaries.ts';
import { equalTo, memberOf } from '../values/equality.ts';
import { foldCase, onWalk } from '../values/field-equality.ts';
import { child, isEvent, isMissing, test } from '../values/fields.ts';
import { addressIn } from '../library/ip-addresses.ts';
import { either, negate } from '../conditions/logic.ts';
import type { Machine } from '../machine/machine.ts';
import { inRange } from './range-membership.ts';
import { anyPart } from '../values/truth.ts';
import { textAsField } from '../values/texts.ts';
import { byKind } from '../values/by-kind.ts';
import type { ByKind } from '../values/by-kind.ts';
import { constant } from '../values/values.ts';
import { middleOf } from '../values/written-text.ts';
import type { Field, Part, Pending, Sequence, Text, Value } from '../values/values.ts';

export function contains(m: Machine, container: Value, item: Value, node: Located): Value {
  return m.each(container, (holder) => {
    if (holder.kind === 'sequence') return truth(inSequence(m, holder, item, node));
    return m.each(item, (one) => truth(holds(m, holder, one, node)));
  });
}

function truth(condition: Condition): Value {
  return { kind: 'truth', condition };
}

function holds(m: Machine, holder: Value, item: Value, node: Located): Condition {
  return byKind(HOLDERS, m, holder, item, node) ?? unsaid(m, node, holder, item);
}

const HOLDERS: ByKind<Machine, [Value, Located], Condition | null> = {
  constant: (m, holder, item, node) => inConstant(m, holder.value, item, node),
  field: inField,
  dictionary: (m, holder, item, node) => entryOf(m, holder, item, node).found,
  lookup: (m, holder, item, node) => entryOf(m, holder, item, node).found,
  text: inText,
  address: (m, holder, item, node) => addressIn(m, item, holder, node),
  sequence: inSequence,
  pending: inCollected,
  opaque: (m, { range }, item, node) => (range === undefined ? null : inRange(m, range, item, node)),
};

function unsaid(m: Machine, node: Located, ...values: readonly Value[]): Condition {
  return m.truth(m.opaque('unsupported_membership', node, values), node);
}

/** Constants of the list are compared at once; the rest one by one. */
function inSequence(m: Machine, of: Sequence, item: Value, node: Located): Condition {
  if (item.kind === 'choice' || item.kind === 'picked') {
    const found = m.each(item, (one) => truth(inSequence(m, of, one, node)));
    return m.truth(found, node);
  }
  if (item.kind === 'text') {
    const known = textAsField(m, item);
    if (known.kind === 'text' || of.parts.every(isConstantItem))
      return anyPart(m, of.parts, (value) => equalTo(m, value, item, node), node);
    const found = m.each(known, (one) => truth(inSequence(m, of, one, node)));
    return m.truth(found, node);
  }
  const scalars: Scalar[] = [];
  const rest: Part[] = [];
  for (const part of of.parts) {
    if (part.kind === 'item' && part.when.kind === 'always' && part.value.kind === 'constant')
      scalars.push(part.value.value);
    else rest.push(part);
  }
  const listed =
    item.kind === 'field'
      ? fieldIn(m, item, scalars, node)
      : either(...scalars.map((one) => equalTo(m, item, constant(one), node)));
  return either(listed, memberOf(m, rest, item, node));
}

function isConstantItem(part: Part): boolean {
  return part.kind === 'item' && part.value.kind === 'constant';
}

function fieldIn(m: Machine, of: Field, values: readonly Scalar[], node: Located): Condition {
  const wanted = values.filter((value) => value !== null);
  if (wanted.length === 0 || isEvent(of)) return never;
  return onWalk(
    m,
    of,
    (path) => {
      const folded = foldCase(path, wanted);
      if (folded === null) return never;
      const { caseSensitive } = folded;
      return test(folded.field, folded.values.length === 1 ? 'eq' : 'in', folded.values, { caseSensitive });
    },
    node,
  );
}

/** `x in "text"`: a substring. */
function inConstant(m: Machine, text: Scalar, item: Value, node: Located): Condition {
  if (typeof text !== 'string') {
    m.raise('TypeError', always);
    return never;
  }
  if (item.kind === 'constant') {
    if (typeof item.value === 'string') return text.includes(item.value) ? always : never;
    m.raise('TypeError', always);
    return never;
  }
  const pieces = substrings(text);
  if (pieces !== null && item.kind === 'field') return fieldIn(m, item, pieces, node);
  return m.truth(m.opaque('substring_of_constant', node, [item]), node);
}

const MAX_SUBSTRINGS = 300;

/** All parts of a short text; null for a longer one. */
function substrings(text: string): readonly string[] | null {
  const characters = Array.from(text);
  if ((characters.length * (characters.length + 1)) / 2 > MAX_SUBSTRINGS) return null;
  const pieces = characters.flatMap((_, start) =>
    characters.slice(start).map((__, size) => characters.slice(start, start + size + 1).join('')),
  );
  return [...new Set(['', ...pieces])];
}

/** `x in event.get("list")`: element of a list, substring of a text, key of an object. */
function inField(m: Machine, of: Field, item: Value, node: Located): Condition {
  if (item.kind === 'constant') {
    if (isEvent(of))
      return typeof item.value === 'string' ? negate(isMissing(child(of.field, item.value))) : never;
    if (of.walk !== null) return walkHolds(m, of, item.value, node);
    return fieldContains(of.field, item.value);
  }
  if (item.kind === 'field' && item.walk === null && of.walk === null && !isEvent(of)) {
    return test(item.field, 'field_in', [], { other: of.field });
  }
  if (item.kind === 'text') {
    const made = textAsField(m, item);
    if (made !== item) return m.truth(contains(m, of, made, node), node);
  }
  return unsaid(m, node, item, of);
}

function fieldContains(of: FieldPath, wanted: Scalar): Condition {
  // A null element counts as missing.
  if (wanted === null) return never;
  const folded = foldCase(of, [wanted]);
  if (folded === null) return never;
  if (folded.field !== of && wanted === '') return always;
  return test(folded.field, 'contains', [wanted], { caseSensitive: folded.caseSensitive });
}

/** In what deep_walk found: an element of several, or a substring of the only one. */
function walkHolds(m: Machine, of: Field, wanted: Scalar, node: Located): Condition {
  const equal = test(of.field, 'eq', [wanted], { collection: 'any' });
  if (of.walk !== 'all') return onWalk(m, of, (path) => fieldContains(path, wanted), node);
  return either(
    equal,
    onWalk(m, of, (path) => fieldContains(path, wanted), node),
  );
}

function inText(m: Machine, of: Text, item: Value, node: Located): Condition {
  if (item.kind === 'constant' && typeof item.value === 'string') {
    const wanted = item.value;
    if (of.parts.some((part) => typeof part === 'string' && part.includes(wanted))) return always;
    const middle = middleOf(of);
    if (middle?.before === '' && middle.after === '')
      return m.truth(contains(m, middle.value, item, node), node);
  }
  const made = textAsField(m, of);
  if (made !== of) return m.truth(contains(m, made, item, node), node);
  return m.truth(m.opaque('text_of_fields', node, [of, item]), node);
}

/** In what the iterations before have collected: not known, but that the collection is not empty then (after-loop.ts). */
function inCollected(m: Machine, holder: Pending, item: Value, node: Located): Condition {
  const unknown = m.opaque('loop_state', node, [item]);
  if (unknown.kind === 'opaque') m.seen.set(unknown.text, holder.name);
  return m.truth(unknown, node);
}

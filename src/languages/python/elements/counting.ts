/** How many elements a sequence made from the event's lists has, as far as a condition can say it. */
import { always, never } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import { withTransform } from '../../../condition/field-path.ts';
import type { FieldPath, Scalar } from '../../../condition/field-path.ts';
import { mapFields } from '../../../condition/fold.ts';
import { conditionKey } from '../../../condition/key.ts';
import type { Located } from '../syntax/ast.ts';
import { narrow } from '../values/choice.ts';
import { hasOpaque } from '../conditions/facts.ts';
import { child, element, test } from '../values/fields.ts';
import { onlyThis } from './named-loops.ts';
import { fieldElements } from '../values/iteration.ts';
import { placeParts } from './places.ts';
import { binderOf } from '../conditions/same-field.ts';
import { both, decide, either, negate } from '../conditions/logic.ts';
import type { Machine } from '../machine/machine.ts';
import { isPlainList } from '../values/parts.ts';
import { anyPart, notEmpty } from '../values/truth.ts';
import type { Count, Each, Part, Sequence, Value } from '../values/values.ts';

export function atLeast(m: Machine, count: Count, wanted: number, node: Located): Condition {
  if (wanted <= 0) return always;
  const { parts } = count.of;
  if (wanted === 1) return notEmpty(m, parts, node);
  const unknown = m.truth(m.opaque('counting', node, [count]), node);
  const chosen = isDistinct(count.of) ? someOf(parts, wanted) : chosenConstants(m, count.of, wanted, node);
  if (chosen !== null) return chosen;
  const distinct = count.of.type === 'set' ? distinctElements(m, count.of, wanted, unknown, node) : null;
  if (distinct !== null) return distinct;
  return filteredList(m, count.of, wanted, unknown, node) ?? both(notEmpty(m, parts, node), unknown);
}

export function exactly(m: Machine, count: Count, wanted: number, node: Located): Condition {
  return both(atLeast(m, count, wanted, node), negate(atLeast(m, count, wanted + 1, node)));
}

/** Elements of which none is another: constants, in a set or not. */
function isDistinct(of: Sequence): boolean {
  if (of.parts.some((part) => part.kind === 'each')) return false;
  if (of.type !== 'set') return true;
  const values = of.parts.map((part) =>
    part.kind === 'item' && part.value.kind === 'constant' ? part.value.value : undefined,
  );
  return !values.includes(undefined) && new Set(values).size === values.length;
}

/** A set of those elements of a list that are one of some constants. */
function chosenConstants(m: Machine, of: Sequence, wanted: number, node: Located): Condition | null {
  const [part] = of.parts;
  const [item] = part?.kind === 'each' ? part.parts : [];
  if (of.type !== 'set' || of.parts.length !== 1 || part?.kind !== 'each' || part.parts.length !== 1)
    return null;
  if (item?.kind !== 'item' || part.pick !== undefined || part.collection !== 'whole') return null;
  const { when } = item;
  const value = narrow(item.value, when);
  if (when.kind !== 'compare' || (when.operator !== 'in' && when.operator !== 'eq') || !when.caseSensitive)
    return null;
  if (
    value.kind !== 'field' ||
    binderOf(value.field) !== part.binder ||
    conditionKey(test(value.field, 'exists')) !== conditionKey(test(when.field, 'exists'))
  )
    return null;
  const each = when.values.map((one): Part => ({
    kind: 'item',
    when: m.some(part, test(when.field, 'eq', [one]), node),
    value,
  }));
  return someOf(each, wanted);
}

/** A set of all elements of a list, with some constants: those that the list repeats count once. */
function distinctElements(
  m: Machine,
  of: Sequence,
  wanted: number,
  unknown: Condition,
  node: Located,
): Condition | null {
  const lists = of.parts.filter(isPlainList);
  const items = of.parts.filter((part) => part.kind === 'item');
  const [list] = lists;
  if (list === undefined || lists.length + items.length < of.parts.length || lists.length > 1) return null;
  const known = items.flatMap(({ when, value }) =>
    when.kind === 'always' && value.kind === 'constant' ? [value.value] : [],
  );
  const constants = [...new Set(known)];
  const atLeastLong = (of: FieldPath, least: number): Condition =>
    least <= 0 ? always : both(list.when, test(withTransform(of, 'length'), 'gte', [least]));
  const own = (least: number): Condition => atLeastLong(withTransform(list.list, 'unique'), least);
  if (items.length === 0) return own(wanted);
  const among = test(element(list.binder).field, 'in', constants);
  const apart = negate(m.some(list, among, node));
  const others = items.length - known.length;
  // One more than the constants: any value that is none of them makes that many.
  if (wanted === constants.length + 1)
    return anyPart(m, of.parts, (value) => isNoneOf(value, constants, unknown), node);
  return both(
    atLeastLong(list.list, wanted - constants.length - others),
    either(own(wanted), both(apart, own(wanted - constants.length)), unknown),
  );
}

function isNoneOf(value: Value, constants: readonly Scalar[], unknown: Condition): Condition {
  if (value.kind === 'constant') return constants.includes(value.value) ? never : always;
  if (value.kind === 'choice')
    return decide(
      value.when,
      isNoneOf(value.then, constants, unknown),
      isNoneOf(value.otherwise, constants, unknown),
    );
  if (value.kind !== 'field' || value.walk !== null) return unknown;
  return constants.length === 0 ? always : negate(test(value.field, 'in', constants));
}

const MAX_CHOICES = 100;

/** So many of the parts are there. */
function someOf(parts: readonly Part[], wanted: number): Condition | null {
  let found: (readonly Condition[])[] = [[]];
  let choices: readonly Condition[] = [];
  for (const part of parts) {
    const longer = found.map((chosen) => [...chosen, part.when]);
    choices = [...choices, ...longer.filter((one) => one.length === wanted).map((one) => both(...one))];
    found = [...found, ...longer.filter((one) => one.length < wanted)];
    if (found.length + choices.length > MAX_CHOICES) return null;
  }
  return choices.length === 0 ? never : either(...choices);
}

/** Of the elements of one list: none where the list is shorter or none is taken; all where every element is taken. */
function filteredList(
  m: Machine,
  of: Sequence,
  wanted: number,
  unknown: Condition,
  node: Located,
): Condition | null {
  const [part] = of.parts;
  if (of.parts.length !== 1 || part?.kind !== 'each' || part.collection !== 'whole') return null;
  const [item] = part.parts;
  if (part.pick !== undefined || part.parts.length !== 1 || item?.kind !== 'item') return null;
  const long = test(withTransform(part.list, 'length'), 'gte', [wanted]);
  const taken = m.some(part, item.when, node);
  if (of.type === 'set') return both(part.when, taken, long, unknown);
  const among = part.unordered === true ? null : elementsFrom(m, part, item.when, wanted, node);
  if (among !== null) return both(part.when, among);
  const all = negate(m.some(part, negate(item.when), node));
  return both(part.when, taken, long, either(all, unknown));
}

const MAX_COUNTED = 6;

/** An element that is taken, and so many less one of those behind it. Null where the condition speaks of more than the element. */
function elementsFrom(
  m: Machine,
  part: Each,
  when: Condition,
  wanted: number,
  node: Located,
): Condition | null {
  if (wanted > MAX_COUNTED || hasOpaque(when) || !onlyThis(when, part.binder)) return null;
  const from = (list: FieldPath, least: number): Condition => {
    const here =
      least === 1 ? fieldElements(m, list, 'whole') : placeParts(m, list, (_index, value) => value);
    const own = element(here.binder).field;
    const holds = ofElement(when, part.binder, least === 1 ? own : child(own, 'value'));
    const more = least === 1 ? holds : both(holds, from(child(own, 'after'), least - 1));
    return m.some(here, more, node);
  };
  return from(part.list, wanted);
}

/** The condition said of another element. */
function ofElement(when: Condition, binder: number, other: FieldPath): Condition {
  return mapFields(when, (path) =>
    binderOf(path) === binder
      ? Object.freeze({ ...path.segments.reduce(child, other), transforms: path.transforms })
      : path,
  );
}

/** `sorted()` of one list of the event, by its elements or a field of them: the order is known, so that it can matter which comes first. */

import type { Condition } from '../../../condition/condition.ts';
import { withTransform } from '../../../condition/field-path.ts';
import { isMissing, test } from '../values/fields.ts';
import { both } from '../conditions/logic.ts';
import type { Call, Machine } from '../machine/machine.ts';
import { binderOf } from '../conditions/same-field.ts';
import type { Each, Field, Part, Value } from '../values/values.ts';

/** Null: what they are sorted by is none of their fields. */
export function sortedParts(m: Machine, parts: readonly Part[], call: Call): readonly Part[] | null {
  const [part] = parts;
  const reverse = call.named.get('reverse');
  const descending = reverse?.kind === 'constant' && reverse.value === true;
  if (reverse !== undefined && reverse.kind !== 'constant') return null;
  if (part?.kind !== 'each' || parts.length > 1 || !isInOrder(part)) return null;
  const [item] = part.parts;
  if (item?.kind !== 'item' || part.parts.length > 1) return null;
  const some = (when: Condition): Condition =>
    both(test(withTransform(part.list, 'length'), 'gt', [1]), m.some(part, both(item.when, when), call.node));
  const key = m.wrapRaises(
    () => keyOf(m, item.value, call),
    (_key, when) => some(when),
  );
  const by = key === null ? null : fieldAmong(key);
  if (by === null || by.walk !== null || by.field.transforms.length > 0 || binderOf(by.field) !== part.binder)
    return null;
  m.raise('TypeError', some(isMissing(by.field)));
  return [{ ...part, list: withTransform(part.list, 'sort', descending, ...by.field.segments) }];
}

function isInOrder(part: Each): boolean {
  const isEntries = part.list.transforms.at(-1)?.name === 'items';
  return part.collection === 'whole' && part.pick === undefined && part.unordered !== true && !isEntries;
}

function keyOf(m: Machine, value: Value, call: Call): Value | null {
  const by = call.named.get('key');
  if (by === undefined) return value;
  return by.kind === 'function' ? m.call(by, { args: [value], named: new Map(), node: call.node }) : null;
}

/** The field that a value is where it is there. */
function fieldAmong(value: Value): Field | null {
  if (value.kind === 'field') return value;
  if (value.kind !== 'choice') return null;
  const { then, otherwise } = value;
  if (then.kind === 'constant' && then.value === null) return fieldAmong(otherwise);
  return otherwise.kind === 'constant' && otherwise.value === null ? fieldAmong(then) : null;
}

/** What iterating over a value gives: its elements, known ones and those of the event's lists. */
import { always, some } from '../../../condition/condition.ts';
import type { FieldPath } from '../../../condition/field-path.ts';
import type { Located } from '../syntax/ast.ts';
import { element, isEvent } from './fields.ts';
import { implies } from '../conditions/implication.ts';
import { both, negate } from '../conditions/logic.ts';
import type { Machine } from '../machine/machine.ts';
import { lookupKeys } from './lookups.ts';
import { entryParts } from '../elements/object-entries.ts';
import { ofPicked, pickedHolds } from '../elements/picks.ts';
import { rangeParts } from '../library/ranges.ts';
import { constant } from './values.ts';
import type { Each, Part, Picked, Value } from './values.ts';

/** The elements of a value; one opaque element where they cannot be known. */
export function partsOf(m: Machine, value: Value, node: Located): readonly Part[] {
  switch (value.kind) {
    case 'sequence':
      return value.type === 'set' ? value.parts.map(unordered) : value.parts;
    case 'dictionary':
      return value.entries.map((entry) => ({ kind: 'item', when: entry.when, value: entry.key }));
    case 'choice': {
      const then = m.under(value.when, () => partsOf(m, value.then, node));
      const otherwise = m.under(negate(value.when), () => partsOf(m, value.otherwise, node));
      return [
        ...then.map((part) => guarded(part, value.when)),
        ...otherwise.map((part) => guarded(part, negate(value.when))),
      ];
    }
    case 'field':
      return isEvent(value)
        ? unknown(m, value, node)
        : [fieldElements(m, value.field, value.walk === null ? 'whole' : 'any')];
    case 'constant':
      return constantElements(m, value.value, value, node);
    case 'picked':
      return pickedParts(m, value, node);
    case 'lookup':
      return lookupKeys(value);
    case 'opaque':
      return rangeParts(value) ?? unknown(m, value, node);
    case 'pending':
    case 'text':
    case 'instance':
      return unknown(m, value, node);
    case 'truth':
    case 'function':
    case 'native':
    case 'method':
    case 'module':
    case 'class':
    case 'pattern':
    case 'found':
    case 'address':
    case 'count':
    case 'difference':
    case 'time':
    case 'duration':
      m.raise('TypeError', always);
      return [];
  }
}

/** The elements of a list that one element of another list holds. */
function pickedParts(m: Machine, of: Picked, node: Located): readonly Part[] {
  const parts = m.wrapRaises(
    () => partsOf(m, of.value, node),
    (_parts, when) => pickedHolds(m, of, when),
  );
  return parts.map((part) =>
    part.kind === 'each'
      ? { ...part, pick: of }
      : { ...part, when: pickedHolds(m, of, part.when), value: ofPicked(m, of, part.value) },
  );
}

function unknown(m: Machine, value: Value, node: Located): readonly Part[] {
  const one = m.opaque('unknown_elements', node, [value]);
  return [{ kind: 'item', when: m.truth(one, node), value: one }];
}

function constantElements(
  m: Machine,
  of: string | number | boolean | null,
  value: Value,
  node: Located,
): readonly Part[] {
  if (typeof of !== 'string') {
    m.raise('TypeError', always);
    return [];
  }
  if (of.length > 200) return unknown(m, value, node);
  return Array.from(of).map((char) => ({ kind: 'item', when: always, value: constant(char) }));
}

export function guarded(part: Part, when: Each['when']): Part {
  // A list that is gone through is there: no need to say so.
  const implied = part.kind === 'each' && implies(some(part.list, always, part.collection), when);
  return implied ? part : { ...part, when: both(when, part.when) };
}

/** The same elements in an order that is not known. */
export function unordered(part: Part): Part {
  return part.kind === 'item' ? part : { ...part, unordered: true, parts: part.parts.map(unordered) };
}

/** One part for all elements of a list in the event. */
export function fieldElements(m: Machine, list: FieldPath, collection: 'any' | 'whole'): Each {
  const binder = m.newBinder();
  return {
    kind: 'each',
    when: always,
    list,
    collection,
    binder,
    parts: [{ kind: 'item', when: always, value: element(binder) }],
  };
}

/** `.items()`: pairs of key and value. */
export function itemPairs(m: Machine, of: FieldPath): Part {
  return entryParts(m, of, (key, value) => ({
    kind: 'sequence',
    type: 'tuple',
    parts: [key, value].map((one) => ({ kind: 'item', when: always, value: one })),
  }));
}
